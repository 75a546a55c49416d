#include "entity_table.h"

const char vg_entity_names[] =
    "AEligAElig;AMPAMP;AacuteAacute;Abreve;AcircAcirc;Acy;Afr;AgraveAgrave;Alpha;Amacr;And;Aogon;Aopf;App"
    "lyFunction;AringAring;Ascr;Assign;AtildeAtilde;AumlAuml;Backslash;Barv;Barwed;Bcy;Because;Bernoullis"
    ";Beta;Bfr;Bopf;Breve;Bscr;Bumpeq;CHcy;COPYCOPY;Cacute;Cap;CapitalDifferentialD;Cayleys;Ccaron;Ccedil"
    "Ccedil;Ccirc;Cconint;Cdot;Cedilla;CenterDot;Cfr;Chi;CircleDot;CircleMinus;CirclePlus;CircleTimes;Clo"
    "ckwiseContourIntegral;CloseCurlyDoubleQuote;CloseCurlyQuote;Colon;Colone;Congruent;Conint;ContourInt"
    "egral;Copf;Coproduct;CounterClockwiseContourIntegral;Cross;Cscr;Cup;CupCap;DD;DDotrahd;DJcy;DScy;DZc"
    "y;Dagger;Darr;Dashv;Dcaron;Dcy;Del;Delta;Dfr;DiacriticalAcute;DiacriticalDot;DiacriticalDoubleAcute;"
    "DiacriticalGrave;DiacriticalTilde;Diamond;DifferentialD;Dopf;Dot;DotDot;DotEqual;DoubleContourIntegr"
    "al;DoubleDot;DoubleDownArrow;DoubleLeftArrow;DoubleLeftRightArrow;DoubleLeftTee;DoubleLongLeftArrow;"
    "DoubleLongLeftRightArrow;DoubleLongRightArrow;DoubleRightArrow;DoubleRightTee;DoubleUpArrow;DoubleUp"
    "DownArrow;DoubleVerticalBar;DownArrow;DownArrowBar;DownArrowUpArrow;DownBreve;DownLeftRightVector;Do"
    "wnLeftTeeVector;DownLeftVector;DownLeftVectorBar;DownRightTeeVector;DownRightVector;DownRightVectorB"
    "ar;DownTee;DownTeeArrow;Downarrow;Dscr;Dstrok;ENG;ETHETH;EacuteEacute;Ecaron;EcircEcirc;Ecy;Edot;Efr"
    ";EgraveEgrave;Element;Emacr;EmptySmallSquare;EmptyVerySmallSquare;Eogon;Eopf;Epsilon;Equal;EqualTild"
    "e;Equilibrium;Escr;Esim;Eta;EumlEuml;Exists;ExponentialE;Fcy;Ffr;FilledSmallSquare;FilledVerySmallSq"
    "uare;Fopf;ForAll;Fouriertrf;Fscr;GJcy;GTGT;Gamma;Gammad;Gbreve;Gcedil;Gcirc;Gcy;Gdot;Gfr;Gg;Gopf;Gre"
    "aterEqual;GreaterEqualLess;GreaterFullEqual;GreaterGreater;GreaterLess;GreaterSlantEqual;GreaterTild"
    "e;Gscr;Gt;HARDcy;Hacek;Hat;Hcirc;Hfr;HilbertSpace;Hopf;HorizontalLine;Hscr;Hstrok;HumpDownHump;HumpE"
    "qual;IEcy;IJlig;IOcy;IacuteIacute;IcircIcirc;Icy;Idot;Ifr;IgraveIgrave;Im;Imacr;ImaginaryI;Implies;I"
    "nt;Integral;Intersection;InvisibleComma;InvisibleTimes;Iogon;Iopf;Iota;Iscr;Itilde;Iukcy;IumlIuml;Jc"
    "irc;Jcy;Jfr;Jopf;Jscr;Jsercy;Jukcy;KHcy;KJcy;Kappa;Kcedil;Kcy;Kfr;Kopf;Kscr;LJcy;LTLT;Lacute;Lambda;"
    "Lang;Laplacetrf;Larr;Lcaron;Lcedil;Lcy;LeftAngleBracket;LeftArrow;LeftArrowBar;LeftArrowRightArrow;L"
    "eftCeiling;LeftDoubleBracket;LeftDownTeeVector;LeftDownVector;LeftDownVectorBar;LeftFloor;LeftRightA"
    "rrow;LeftRightVector;LeftTee;LeftTeeArrow;LeftTeeVector;LeftTriangle;LeftTriangleBar;LeftTriangleEqu"
    "al;LeftUpDownVector;LeftUpTeeVector;LeftUpVector;LeftUpVectorBar;LeftVector;LeftVectorBar;Leftarrow;"
    "Leftrightarrow;LessEqualGreater;LessFullEqual;LessGreater;LessLess;LessSlantEqual;LessTilde;Lfr;Ll;L"
    "leftarrow;Lmidot;LongLeftArrow;LongLeftRightArrow;LongRightArrow;Longleftarrow;Longleftrightarrow;Lo"
    "ngrightarrow;Lopf;LowerLeftArrow;LowerRightArrow;Lscr;Lsh;Lstrok;Lt;Map;Mcy;MediumSpace;Mellintrf;Mf"
    "r;MinusPlus;Mopf;Mscr;Mu;NJcy;Nacute;Ncaron;Ncedil;Ncy;NegativeMediumSpace;NegativeThickSpace;Negati"
    "veThinSpace;NegativeVeryThinSpace;NestedGreaterGreater;NestedLessLess;NewLine;Nfr;NoBreak;NonBreakin"
    "gSpace;Nopf;Not;NotCongruent;NotCupCap;NotDoubleVerticalBar;NotElement;NotEqual;NotEqualTilde;NotExi"
    "sts;NotGreater;NotGreaterEqual;NotGreaterFullEqual;NotGreaterGreater;NotGreaterLess;NotGreaterSlantE"
    "qual;NotGreaterTilde;NotHumpDownHump;NotHumpEqual;NotLeftTriangle;NotLeftTriangleBar;NotLeftTriangle"
    "Equal;NotLess;NotLessEqual;NotLessGreater;NotLessLess;NotLessSlantEqual;NotLessTilde;NotNestedGreate"
    "rGreater;NotNestedLessLess;NotPrecedes;NotPrecedesEqual;NotPrecedesSlantEqual;NotReverseElement;NotR"
    "ightTriangle;NotRightTriangleBar;NotRightTriangleEqual;NotSquareSubset;NotSquareSubsetEqual;NotSquar"
    "eSuperset;NotSquareSupersetEqual;NotSubset;NotSubsetEqual;NotSucceeds;NotSucceedsEqual;NotSucceedsSl"
    "antEqual;NotSucceedsTilde;NotSuperset;NotSupersetEqual;NotTilde;NotTildeEqual;NotTildeFullEqual;NotT"
    "ildeTilde;NotVerticalBar;Nscr;NtildeNtilde;Nu;OElig;OacuteOacute;OcircOcirc;Ocy;Odblac;Ofr;OgraveOgr"
    "ave;Omacr;Omega;Omicron;Oopf;OpenCurlyDoubleQuote;OpenCurlyQuote;Or;Oscr;OslashOslash;OtildeOtilde;O"
    "times;OumlOuml;OverBar;OverBrace;OverBracket;OverParenthesis;PartialD;Pcy;Pfr;Phi;Pi;PlusMinus;Poinc"
    "areplane;Popf;Pr;Precedes;PrecedesEqual;PrecedesSlantEqual;PrecedesTilde;Prime;Product;Proportion;Pr"
    "oportional;Pscr;Psi;QUOTQUOT;Qfr;Qopf;Qscr;RBarr;REGREG;Racute;Rang;Rarr;Rarrtl;Rcaron;Rcedil;Rcy;Re"
    ";ReverseElement;ReverseEquilibrium;ReverseUpEquilibrium;Rfr;Rho;RightAngleBracket;RightArrow;RightAr"
    "rowBar;RightArrowLeftArrow;RightCeiling;RightDoubleBracket;RightDownTeeVector;RightDownVector;RightD"
    "ownVectorBar;RightFloor;RightTee;RightTeeArrow;RightTeeVector;RightTriangle;RightTriangleBar;RightTr"
    "iangleEqual;RightUpDownVector;RightUpTeeVector;RightUpVector;RightUpVectorBar;RightVector;RightVecto"
    "rBar;Rightarrow;Ropf;RoundImplies;Rrightarrow;Rscr;Rsh;RuleDelayed;SHCHcy;SHcy;SOFTcy;Sacute;Sc;Scar"
    "on;Scedil;Scirc;Scy;Sfr;ShortDownArrow;ShortLeftArrow;ShortRightArrow;ShortUpArrow;Sigma;SmallCircle"
    ";Sopf;Sqrt;Square;SquareIntersection;SquareSubset;SquareSubsetEqual;SquareSuperset;SquareSupersetEqu"
    "al;SquareUnion;Sscr;Star;Sub;Subset;SubsetEqual;Succeeds;SucceedsEqual;SucceedsSlantEqual;SucceedsTi"
    "lde;SuchThat;Sum;Sup;Superset;SupersetEqual;Supset;THORNTHORN;TRADE;TSHcy;TScy;Tab;Tau;Tcaron;Tcedil"
    ";Tcy;Tfr;Therefore;Theta;ThickSpace;ThinSpace;Tilde;TildeEqual;TildeFullEqual;TildeTilde;Topf;Triple"
    "Dot;Tscr;Tstrok;UacuteUacute;Uarr;Uarrocir;Ubrcy;Ubreve;UcircUcirc;Ucy;Udblac;Ufr;UgraveUgrave;Umacr"
    ";UnderBar;UnderBrace;UnderBracket;UnderParenthesis;Union;UnionPlus;Uogon;Uopf;UpArrow;UpArrowBar;UpA"
    "rrowDownArrow;UpDownArrow;UpEquilibrium;UpTee;UpTeeArrow;Uparrow;Updownarrow;UpperLeftArrow;UpperRig"
    "htArrow;Upsi;Upsilon;Uring;Uscr;Utilde;UumlUuml;VDash;Vbar;Vcy;Vdash;Vdashl;Vee;Verbar;Vert;Vertical"
    "Bar;VerticalLine;VerticalSeparator;VerticalTilde;VeryThinSpace;Vfr;Vopf;Vscr;Vvdash;Wcirc;Wedge;Wfr;"
    "Wopf;Wscr;Xfr;Xi;Xopf;Xscr;YAcy;YIcy;YUcy;YacuteYacute;Ycirc;Ycy;Yfr;Yopf;Yscr;Yuml;ZHcy;Zacute;Zcar"
    "on;Zcy;Zdot;ZeroWidthSpace;Zeta;Zfr;Zopf;Zscr;aacuteaacute;abreve;ac;acE;acd;acircacirc;acuteacute;a"
    "cy;aeligaelig;af;afr;agraveagrave;alefsym;aleph;alpha;amacr;amalg;ampamp;and;andand;andd;andslope;an"
    "dv;ang;ange;angle;angmsd;angmsdaa;angmsdab;angmsdac;angmsdad;angmsdae;angmsdaf;angmsdag;angmsdah;ang"
    "rt;angrtvb;angrtvbd;angsph;angst;angzarr;aogon;aopf;ap;apE;apacir;ape;apid;apos;approx;approxeq;arin"
    "garing;ascr;ast;asymp;asympeq;atildeatilde;aumlauml;awconint;awint;bNot;backcong;backepsilon;backpri"
    "me;backsim;backsimeq;barvee;barwed;barwedge;bbrk;bbrktbrk;bcong;bcy;bdquo;becaus;because;bemptyv;bep"
    "si;bernou;beta;beth;between;bfr;bigcap;bigcirc;bigcup;bigodot;bigoplus;bigotimes;bigsqcup;bigstar;bi"
    "gtriangledown;bigtriangleup;biguplus;bigvee;bigwedge;bkarow;blacklozenge;blacksquare;blacktriangle;b"
    "lacktriangledown;blacktriangleleft;blacktriangleright;blank;blk12;blk14;blk34;block;bne;bnequiv;bnot"
    ";bopf;bot;bottom;bowtie;boxDL;boxDR;boxDl;boxDr;boxH;boxHD;boxHU;boxHd;boxHu;boxUL;boxUR;boxUl;boxUr"
    ";boxV;boxVH;boxVL;boxVR;boxVh;boxVl;boxVr;boxbox;boxdL;boxdR;boxdl;boxdr;boxh;boxhD;boxhU;boxhd;boxh"
    "u;boxminus;boxplus;boxtimes;boxuL;boxuR;boxul;boxur;boxv;boxvH;boxvL;boxvR;boxvh;boxvl;boxvr;bprime;"
    "breve;brvbarbrvbar;bscr;bsemi;bsim;bsime;bsol;bsolb;bsolhsub;bull;bullet;bump;bumpE;bumpe;bumpeq;cac"
    "ute;cap;capand;capbrcup;capcap;capcup;capdot;caps;caret;caron;ccaps;ccaron;ccedilccedil;ccirc;ccups;"
    "ccupssm;cdot;cedilcedil;cemptyv;centcent;centerdot;cfr;chcy;check;checkmark;chi;cir;cirE;circ;circeq"
    ";circlearrowleft;circlearrowright;circledR;circledS;circledast;circledcirc;circleddash;cire;cirfnint"
    ";cirmid;cirscir;clubs;clubsuit;colon;colone;coloneq;comma;commat;comp;compfn;complement;complexes;co"
    "ng;congdot;conint;copf;coprod;copycopy;copysr;crarr;cross;cscr;csub;csube;csup;csupe;ctdot;cudarrl;c"
    "udarrr;cuepr;cuesc;cularr;cularrp;cup;cupbrcap;cupcap;cupcup;cupdot;cupor;cups;curarr;curarrm;curlye"
    "qprec;curlyeqsucc;curlyvee;curlywedge;currencurren;curvearrowleft;curvearrowright;cuvee;cuwed;cwconi"
    "nt;cwint;cylcty;dArr;dHar;dagger;daleth;darr;dash;dashv;dbkarow;dblac;dcaron;dcy;dd;ddagger;ddarr;dd"
    "otseq;degdeg;delta;demptyv;dfisht;dfr;dharl;dharr;diam;diamond;diamondsuit;diams;die;digamma;disin;d"
    "iv;dividedivide;divideontimes;divonx;djcy;dlcorn;dlcrop;dollar;dopf;dot;doteq;doteqdot;dotminus;dotp"
    "lus;dotsquare;doublebarwedge;downarrow;downdownarrows;downharpoonleft;downharpoonright;drbkarow;drco"
    "rn;drcrop;dscr;dscy;dsol;dstrok;dtdot;dtri;dtrif;duarr;duhar;dwangle;dzcy;dzigrarr;eDDot;eDot;eacute"
    "eacute;easter;ecaron;ecir;ecircecirc;ecolon;ecy;edot;ee;efDot;efr;eg;egraveegrave;egs;egsdot;el;elin"
    "ters;ell;els;elsdot;emacr;empty;emptyset;emptyv;emsp13;emsp14;emsp;eng;ensp;eogon;eopf;epar;eparsl;e"
    "plus;epsi;epsilon;epsiv;eqcirc;eqcolon;eqsim;eqslantgtr;eqslantless;equals;equest;equiv;equivDD;eqvp"
    "arsl;erDot;erarr;escr;esdot;esim;eta;etheth;eumleuml;euro;excl;exist;expectation;exponentiale;fallin"
    "gdotseq;fcy;female;ffilig;fflig;ffllig;ffr;filig;fjlig;flat;fllig;fltns;fnof;fopf;forall;fork;forkv;"
    "fpartint;frac12frac12;frac13;frac14frac14;frac15;frac16;frac18;frac23;frac25;frac34frac34;frac35;fra"
    "c38;frac45;frac56;frac58;frac78;frasl;frown;fscr;gE;gEl;gacute;gamma;gammad;gap;gbreve;gcirc;gcy;gdo"
    "t;ge;gel;geq;geqq;geqslant;ges;gescc;gesdot;gesdoto;gesdotol;gesl;gesles;gfr;gg;ggg;gimel;gjcy;gl;gl"
    "E;gla;glj;gnE;gnap;gnapprox;gne;gneq;gneqq;gnsim;gopf;grave;gscr;gsim;gsime;gsiml;gtgt;gtcc;gtcir;gt"
    "dot;gtlPar;gtquest;gtrapprox;gtrarr;gtrdot;gtreqless;gtreqqless;gtrless;gtrsim;gvertneqq;gvnE;hArr;h"
    "airsp;half;hamilt;hardcy;harr;harrcir;harrw;hbar;hcirc;hearts;heartsuit;hellip;hercon;hfr;hksearow;h"
    "kswarow;hoarr;homtht;hookleftarrow;hookrightarrow;hopf;horbar;hscr;hslash;hstrok;hybull;hyphen;iacut"
    "eiacute;ic;icircicirc;icy;iecy;iexcliexcl;iff;ifr;igraveigrave;ii;iiiint;iiint;iinfin;iiota;ijlig;im"
    "acr;image;imagline;imagpart;imath;imof;imped;in;incare;infin;infintie;inodot;int;intcal;integers;int"
    "ercal;intlarhk;intprod;iocy;iogon;iopf;iota;iprod;iquestiquest;iscr;isin;isinE;isindot;isins;isinsv;"
    "isinv;it;itilde;iukcy;iumliuml;jcirc;jcy;jfr;jmath;jopf;jscr;jsercy;jukcy;kappa;kappav;kcedil;kcy;kf"
    "r;kgreen;khcy;kjcy;kopf;kscr;lAarr;lArr;lAtail;lBarr;lE;lEg;lHar;lacute;laemptyv;lagran;lambda;lang;"
    "langd;langle;lap;laquolaquo;larr;larrb;larrbfs;larrfs;larrhk;larrlp;larrpl;larrsim;larrtl;lat;latail"
    ";late;lates;lbarr;lbbrk;lbrace;lbrack;lbrke;lbrksld;lbrkslu;lcaron;lcedil;lceil;lcub;lcy;ldca;ldquo;"
    "ldquor;ldrdhar;ldrushar;ldsh;le;leftarrow;leftarrowtail;leftharpoondown;leftharpoonup;leftleftarrows"
    ";leftrightarrow;leftrightarrows;leftrightharpoons;leftrightsquigarrow;leftthreetimes;leg;leq;leqq;le"
    "qslant;les;lescc;lesdot;lesdoto;lesdotor;lesg;lesges;lessapprox;lessdot;lesseqgtr;lesseqqgtr;lessgtr"
    ";lesssim;lfisht;lfloor;lfr;lg;lgE;lhard;lharu;lharul;lhblk;ljcy;ll;llarr;llcorner;llhard;lltri;lmido"
    "t;lmoust;lmoustache;lnE;lnap;lnapprox;lne;lneq;lneqq;lnsim;loang;loarr;lobrk;longleftarrow;longleftr"
    "ightarrow;longmapsto;longrightarrow;looparrowleft;looparrowright;lopar;lopf;loplus;lotimes;lowast;lo"
    "wbar;loz;lozenge;lozf;lpar;lparlt;lrarr;lrcorner;lrhar;lrhard;lrm;lrtri;lsaquo;lscr;lsh;lsim;lsime;l"
    "simg;lsqb;lsquo;lsquor;lstrok;ltlt;ltcc;ltcir;ltdot;lthree;ltimes;ltlarr;ltquest;ltrPar;ltri;ltrie;l"
    "trif;lurdshar;luruhar;lvertneqq;lvnE;mDDot;macrmacr;male;malt;maltese;map;mapsto;mapstodown;mapstole"
    "ft;mapstoup;marker;mcomma;mcy;mdash;measuredangle;mfr;mho;micromicro;mid;midast;midcir;middotmiddot;"
    "minus;minusb;minusd;minusdu;mlcp;mldr;mnplus;models;mopf;mp;mscr;mstpos;mu;multimap;mumap;nGg;nGt;nG"
    "tv;nLeftarrow;nLeftrightarrow;nLl;nLt;nLtv;nRightarrow;nVDash;nVdash;nabla;nacute;nang;nap;napE;napi"
    "d;napos;napprox;natur;natural;naturals;nbspnbsp;nbump;nbumpe;ncap;ncaron;ncedil;ncong;ncongdot;ncup;"
    "ncy;ndash;ne;neArr;nearhk;nearr;nearrow;nedot;nequiv;nesear;nesim;nexist;nexists;nfr;ngE;nge;ngeq;ng"
    "eqq;ngeqslant;nges;ngsim;ngt;ngtr;nhArr;nharr;nhpar;ni;nis;nisd;niv;njcy;nlArr;nlE;nlarr;nldr;nle;nl"
    "eftarrow;nleftrightarrow;nleq;nleqq;nleqslant;nles;nless;nlsim;nlt;nltri;nltrie;nmid;nopf;notnot;not"
    "in;notinE;notindot;notinva;notinvb;notinvc;notni;notniva;notnivb;notnivc;npar;nparallel;nparsl;npart"
    ";npolint;npr;nprcue;npre;nprec;npreceq;nrArr;nrarr;nrarrc;nrarrw;nrightarrow;nrtri;nrtrie;nsc;nsccue"
    ";nsce;nscr;nshortmid;nshortparallel;nsim;nsime;nsimeq;nsmid;nspar;nsqsube;nsqsupe;nsub;nsubE;nsube;n"
    "subset;nsubseteq;nsubseteqq;nsucc;nsucceq;nsup;nsupE;nsupe;nsupset;nsupseteq;nsupseteqq;ntgl;ntilden"
    "tilde;ntlg;ntriangleleft;ntrianglelefteq;ntriangleright;ntrianglerighteq;nu;num;numero;numsp;nvDash;"
    "nvHarr;nvap;nvdash;nvge;nvgt;nvinfin;nvlArr;nvle;nvlt;nvltrie;nvrArr;nvrtrie;nvsim;nwArr;nwarhk;nwar"
    "r;nwarrow;nwnear;oS;oacuteoacute;oast;ocir;ocircocirc;ocy;odash;odblac;odiv;odot;odsold;oelig;ofcir;"
    "ofr;ogon;ograveograve;ogt;ohbar;ohm;oint;olarr;olcir;olcross;oline;olt;omacr;omega;omicron;omid;omin"
    "us;oopf;opar;operp;oplus;or;orarr;ord;order;orderof;ordfordf;ordmordm;origof;oror;orslope;orv;oscr;o"
    "slashoslash;osol;otildeotilde;otimes;otimesas;oumlouml;ovbar;par;parapara;parallel;parsim;parsl;part"
    ";pcy;percnt;period;permil;perp;pertenk;pfr;phi;phiv;phmmat;phone;pi;pitchfork;piv;planck;planckh;pla"
    "nkv;plus;plusacir;plusb;pluscir;plusdo;plusdu;pluse;plusmnplusmn;plussim;plustwo;pm;pointint;popf;po"
    "undpound;pr;prE;prap;prcue;pre;prec;precapprox;preccurlyeq;preceq;precnapprox;precneqq;precnsim;prec"
    "sim;prime;primes;prnE;prnap;prnsim;prod;profalar;profline;profsurf;prop;propto;prsim;prurel;pscr;psi"
    ";puncsp;qfr;qint;qopf;qprime;qscr;quaternions;quatint;quest;questeq;quotquot;rAarr;rArr;rAtail;rBarr"
    ";rHar;race;racute;radic;raemptyv;rang;rangd;range;rangle;raquoraquo;rarr;rarrap;rarrb;rarrbfs;rarrc;"
    "rarrfs;rarrhk;rarrlp;rarrpl;rarrsim;rarrtl;rarrw;ratail;ratio;rationals;rbarr;rbbrk;rbrace;rbrack;rb"
    "rke;rbrksld;rbrkslu;rcaron;rcedil;rceil;rcub;rcy;rdca;rdldhar;rdquo;rdquor;rdsh;real;realine;realpar"
    "t;reals;rect;regreg;rfisht;rfloor;rfr;rhard;rharu;rharul;rho;rhov;rightarrow;rightarrowtail;righthar"
    "poondown;rightharpoonup;rightleftarrows;rightleftharpoons;rightrightarrows;rightsquigarrow;rightthre"
    "etimes;ring;risingdotseq;rlarr;rlhar;rlm;rmoust;rmoustache;rnmid;roang;roarr;robrk;ropar;ropf;roplus"
    ";rotimes;rpar;rpargt;rppolint;rrarr;rsaquo;rscr;rsh;rsqb;rsquo;rsquor;rthree;rtimes;rtri;rtrie;rtrif"
    ";rtriltri;ruluhar;rx;sacute;sbquo;sc;scE;scap;scaron;sccue;sce;scedil;scirc;scnE;scnap;scnsim;scpoli"
    "nt;scsim;scy;sdot;sdotb;sdote;seArr;searhk;searr;searrow;sectsect;semi;seswar;setminus;setmn;sext;sf"
    "r;sfrown;sharp;shchcy;shcy;shortmid;shortparallel;shyshy;sigma;sigmaf;sigmav;sim;simdot;sime;simeq;s"
    "img;simgE;siml;simlE;simne;simplus;simrarr;slarr;smallsetminus;smashp;smeparsl;smid;smile;smt;smte;s"
    "mtes;softcy;sol;solb;solbar;sopf;spades;spadesuit;spar;sqcap;sqcaps;sqcup;sqcups;sqsub;sqsube;sqsubs"
    "et;sqsubseteq;sqsup;sqsupe;sqsupset;sqsupseteq;squ;square;squarf;squf;srarr;sscr;ssetmn;ssmile;sstar"
    "f;star;starf;straightepsilon;straightphi;strns;sub;subE;subdot;sube;subedot;submult;subnE;subne;subp"
    "lus;subrarr;subset;subseteq;subseteqq;subsetneq;subsetneqq;subsim;subsub;subsup;succ;succapprox;succ"
    "curlyeq;succeq;succnapprox;succneqq;succnsim;succsim;sum;sung;sup1sup1;sup2sup2;sup3sup3;sup;supE;su"
    "pdot;supdsub;supe;supedot;suphsol;suphsub;suplarr;supmult;supnE;supne;supplus;supset;supseteq;supset"
    "eqq;supsetneq;supsetneqq;supsim;supsub;supsup;swArr;swarhk;swarr;swarrow;swnwar;szligszlig;target;ta"
    "u;tbrk;tcaron;tcedil;tcy;tdot;telrec;tfr;there4;therefore;theta;thetasym;thetav;thickapprox;thicksim"
    ";thinsp;thkap;thksim;thornthorn;tilde;timestimes;timesb;timesbar;timesd;tint;toea;top;topbot;topcir;"
    "topf;topfork;tosa;tprime;trade;triangle;triangledown;triangleleft;trianglelefteq;triangleq;triangler"
    "ight;trianglerighteq;tridot;trie;triminus;triplus;trisb;tritime;trpezium;tscr;tscy;tshcy;tstrok;twix"
    "t;twoheadleftarrow;twoheadrightarrow;uArr;uHar;uacuteuacute;uarr;ubrcy;ubreve;ucircucirc;ucy;udarr;u"
    "dblac;udhar;ufisht;ufr;ugraveugrave;uharl;uharr;uhblk;ulcorn;ulcorner;ulcrop;ultri;umacr;umluml;uogo"
    "n;uopf;uparrow;updownarrow;upharpoonleft;upharpoonright;uplus;upsi;upsih;upsilon;upuparrows;urcorn;u"
    "rcorner;urcrop;uring;urtri;uscr;utdot;utilde;utri;utrif;uuarr;uumluuml;uwangle;vArr;vBar;vBarv;vDash"
    ";vangrt;varepsilon;varkappa;varnothing;varphi;varpi;varpropto;varr;varrho;varsigma;varsubsetneq;vars"
    "ubsetneqq;varsupsetneq;varsupsetneqq;vartheta;vartriangleleft;vartriangleright;vcy;vdash;vee;veebar;"
    "veeeq;vellip;verbar;vert;vfr;vltri;vnsub;vnsup;vopf;vprop;vrtri;vscr;vsubnE;vsubne;vsupnE;vsupne;vzi"
    "gzag;wcirc;wedbar;wedge;wedgeq;weierp;wfr;wopf;wp;wr;wreath;wscr;xcap;xcirc;xcup;xdtri;xfr;xhArr;xha"
    "rr;xi;xlArr;xlarr;xmap;xnis;xodot;xopf;xoplus;xotime;xrArr;xrarr;xscr;xsqcup;xuplus;xutri;xvee;xwedg"
    "e;yacuteyacute;yacy;ycirc;ycy;yenyen;yfr;yicy;yopf;yscr;yucy;yumlyuml;zacute;zcaron;zcy;zdot;zeetrf;"
    "zeta;zfr;zhcy;zigrarr;zopf;zscr;zwj;zwnj;";

const vg_entity vg_entities[VG_ENTITY_COUNT] = {
    {0, 5, 198, 0}, {5, 6, 198, 0}, {11, 3, 38, 0}, {14, 4, 38, 0},
    {18, 6, 193, 0}, {24, 7, 193, 0}, {31, 7, 258, 0}, {38, 5, 194, 0},
    {43, 6, 194, 0}, {49, 4, 1040, 0}, {53, 4, 120068, 0}, {57, 6, 192, 0},
    {63, 7, 192, 0}, {70, 6, 913, 0}, {76, 6, 256, 0}, {82, 4, 10835, 0},
    {86, 6, 260, 0}, {92, 5, 120120, 0}, {97, 14, 8289, 0}, {111, 5, 197, 0},
    {116, 6, 197, 0}, {122, 5, 119964, 0}, {127, 7, 8788, 0}, {134, 6, 195, 0},
    {140, 7, 195, 0}, {147, 4, 196, 0}, {151, 5, 196, 0}, {156, 10, 8726, 0},
    {166, 5, 10983, 0}, {171, 7, 8966, 0}, {178, 4, 1041, 0}, {182, 8, 8757, 0},
    {190, 11, 8492, 0}, {201, 5, 914, 0}, {206, 4, 120069, 0}, {210, 5, 120121, 0},
    {215, 6, 728, 0}, {221, 5, 8492, 0}, {226, 7, 8782, 0}, {233, 5, 1063, 0},
    {238, 4, 169, 0}, {242, 5, 169, 0}, {247, 7, 262, 0}, {254, 4, 8914, 0},
    {258, 21, 8517, 0}, {279, 8, 8493, 0}, {287, 7, 268, 0}, {294, 6, 199, 0},
    {300, 7, 199, 0}, {307, 6, 264, 0}, {313, 8, 8752, 0}, {321, 5, 266, 0},
    {326, 8, 184, 0}, {334, 10, 183, 0}, {344, 4, 8493, 0}, {348, 4, 935, 0},
    {352, 10, 8857, 0}, {362, 12, 8854, 0}, {374, 11, 8853, 0}, {385, 12, 8855, 0},
    {397, 25, 8754, 0}, {422, 22, 8221, 0}, {444, 16, 8217, 0}, {460, 6, 8759, 0},
    {466, 7, 10868, 0}, {473, 10, 8801, 0}, {483, 7, 8751, 0}, {490, 16, 8750, 0},
    {506, 5, 8450, 0}, {511, 10, 8720, 0}, {521, 32, 8755, 0}, {553, 6, 10799, 0},
    {559, 5, 119966, 0}, {564, 4, 8915, 0}, {568, 7, 8781, 0}, {575, 3, 8517, 0},
    {578, 9, 10513, 0}, {587, 5, 1026, 0}, {592, 5, 1029, 0}, {597, 5, 1039, 0},
    {602, 7, 8225, 0}, {609, 5, 8609, 0}, {614, 6, 10980, 0}, {620, 7, 270, 0},
    {627, 4, 1044, 0}, {631, 4, 8711, 0}, {635, 6, 916, 0}, {641, 4, 120071, 0},
    {645, 17, 180, 0}, {662, 15, 729, 0}, {677, 23, 733, 0}, {700, 17, 96, 0},
    {717, 17, 732, 0}, {734, 8, 8900, 0}, {742, 14, 8518, 0}, {756, 5, 120123, 0},
    {761, 4, 168, 0}, {765, 7, 8412, 0}, {772, 9, 8784, 0}, {781, 22, 8751, 0},
    {803, 10, 168, 0}, {813, 16, 8659, 0}, {829, 16, 8656, 0}, {845, 21, 8660, 0},
    {866, 14, 10980, 0}, {880, 20, 10232, 0}, {900, 25, 10234, 0}, {925, 21, 10233, 0},
    {946, 17, 8658, 0}, {963, 15, 8872, 0}, {978, 14, 8657, 0}, {992, 18, 8661, 0},
    {1010, 18, 8741, 0}, {1028, 10, 8595, 0}, {1038, 13, 10515, 0}, {1051, 17, 8693, 0},
    {1068, 10, 785, 0}, {1078, 20, 10576, 0}, {1098, 18, 10590, 0}, {1116, 15, 8637, 0},
    {1131, 18, 10582, 0}, {1149, 19, 10591, 0}, {1168, 16, 8641, 0}, {1184, 19, 10583, 0},
    {1203, 8, 8868, 0}, {1211, 13, 8615, 0}, {1224, 10, 8659, 0}, {1234, 5, 119967, 0},
    {1239, 7, 272, 0}, {1246, 4, 330, 0}, {1250, 3, 208, 0}, {1253, 4, 208, 0},
    {1257, 6, 201, 0}, {1263, 7, 201, 0}, {1270, 7, 282, 0}, {1277, 5, 202, 0},
    {1282, 6, 202, 0}, {1288, 4, 1069, 0}, {1292, 5, 278, 0}, {1297, 4, 120072, 0},
    {1301, 6, 200, 0}, {1307, 7, 200, 0}, {1314, 8, 8712, 0}, {1322, 6, 274, 0},
    {1328, 17, 9723, 0}, {1345, 21, 9643, 0}, {1366, 6, 280, 0}, {1372, 5, 120124, 0},
    {1377, 8, 917, 0}, {1385, 6, 10869, 0}, {1391, 11, 8770, 0}, {1402, 12, 8652, 0},
    {1414, 5, 8496, 0}, {1419, 5, 10867, 0}, {1424, 4, 919, 0}, {1428, 4, 203, 0},
    {1432, 5, 203, 0}, {1437, 7, 8707, 0}, {1444, 13, 8519, 0}, {1457, 4, 1060, 0},
    {1461, 4, 120073, 0}, {1465, 18, 9724, 0}, {1483, 22, 9642, 0}, {1505, 5, 120125, 0},
    {1510, 7, 8704, 0}, {1517, 11, 8497, 0}, {1528, 5, 8497, 0}, {1533, 5, 1027, 0},
    {1538, 2, 62, 0}, {1540, 3, 62, 0}, {1543, 6, 915, 0}, {1549, 7, 988, 0},
    {1556, 7, 286, 0}, {1563, 7, 290, 0}, {1570, 6, 284, 0}, {1576, 4, 1043, 0},
    {1580, 5, 288, 0}, {1585, 4, 120074, 0}, {1589, 3, 8921, 0}, {1592, 5, 120126, 0},
    {1597, 13, 8805, 0}, {1610, 17, 8923, 0}, {1627, 17, 8807, 0}, {1644, 15, 10914, 0},
    {1659, 12, 8823, 0}, {1671, 18, 10878, 0}, {1689, 13, 8819, 0}, {1702, 5, 119970, 0},
    {1707, 3, 8811, 0}, {1710, 7, 1066, 0}, {1717, 6, 711, 0}, {1723, 4, 94, 0},
    {1727, 6, 292, 0}, {1733, 4, 8460, 0}, {1737, 13, 8459, 0}, {1750, 5, 8461, 0},
    {1755, 15, 9472, 0}, {1770, 5, 8459, 0}, {1775, 7, 294, 0}, {1782, 13, 8782, 0},
    {1795, 10, 8783, 0}, {1805, 5, 1045, 0}, {1810, 6, 306, 0}, {1816, 5, 1025, 0},
    {1821, 6, 205, 0}, {1827, 7, 205, 0}, {1834, 5, 206, 0}, {1839, 6, 206, 0},
    {1845, 4, 1048, 0}, {1849, 5, 304, 0}, {1854, 4, 8465, 0}, {1858, 6, 204, 0},
    {1864, 7, 204, 0}, {1871, 3, 8465, 0}, {1874, 6, 298, 0}, {1880, 11, 8520, 0},
    {1891, 8, 8658, 0}, {1899, 4, 8748, 0}, {1903, 9, 8747, 0}, {1912, 13, 8898, 0},
    {1925, 15, 8291, 0}, {1940, 15, 8290, 0}, {1955, 6, 302, 0}, {1961, 5, 120128, 0},
    {1966, 5, 921, 0}, {1971, 5, 8464, 0}, {1976, 7, 296, 0}, {1983, 6, 1030, 0},
    {1989, 4, 207, 0}, {1993, 5, 207, 0}, {1998, 6, 308, 0}, {2004, 4, 1049, 0},
    {2008, 4, 120077, 0}, {2012, 5, 120129, 0}, {2017, 5, 119973, 0}, {2022, 7, 1032, 0},
    {2029, 6, 1028, 0}, {2035, 5, 1061, 0}, {2040, 5, 1036, 0}, {2045, 6, 922, 0},
    {2051, 7, 310, 0}, {2058, 4, 1050, 0}, {2062, 4, 120078, 0}, {2066, 5, 120130, 0},
    {2071, 5, 119974, 0}, {2076, 5, 1033, 0}, {2081, 2, 60, 0}, {2083, 3, 60, 0},
    {2086, 7, 313, 0}, {2093, 7, 923, 0}, {2100, 5, 10218, 0}, {2105, 11, 8466, 0},
    {2116, 5, 8606, 0}, {2121, 7, 317, 0}, {2128, 7, 315, 0}, {2135, 4, 1051, 0},
    {2139, 17, 10216, 0}, {2156, 10, 8592, 0}, {2166, 13, 8676, 0}, {2179, 20, 8646, 0},
    {2199, 12, 8968, 0}, {2211, 18, 10214, 0}, {2229, 18, 10593, 0}, {2247, 15, 8643, 0},
    {2262, 18, 10585, 0}, {2280, 10, 8970, 0}, {2290, 15, 8596, 0}, {2305, 16, 10574, 0},
    {2321, 8, 8867, 0}, {2329, 13, 8612, 0}, {2342, 14, 10586, 0}, {2356, 13, 8882, 0},
    {2369, 16, 10703, 0}, {2385, 18, 8884, 0}, {2403, 17, 10577, 0}, {2420, 16, 10592, 0},
    {2436, 13, 8639, 0}, {2449, 16, 10584, 0}, {2465, 11, 8636, 0}, {2476, 14, 10578, 0},
    {2490, 10, 8656, 0}, {2500, 15, 8660, 0}, {2515, 17, 8922, 0}, {2532, 14, 8806, 0},
    {2546, 12, 8822, 0}, {2558, 9, 10913, 0}, {2567, 15, 10877, 0}, {2582, 10, 8818, 0},
    {2592, 4, 120079, 0}, {2596, 3, 8920, 0}, {2599, 11, 8666, 0}, {2610, 7, 319, 0},
    {2617, 14, 10229, 0}, {2631, 19, 10231, 0}, {2650, 15, 10230, 0}, {2665, 14, 10232, 0},
    {2679, 19, 10234, 0}, {2698, 15, 10233, 0}, {2713, 5, 120131, 0}, {2718, 15, 8601, 0},
    {2733, 16, 8600, 0}, {2749, 5, 8466, 0}, {2754, 4, 8624, 0}, {2758, 7, 321, 0},
    {2765, 3, 8810, 0}, {2768, 4, 10501, 0}, {2772, 4, 1052, 0}, {2776, 12, 8287, 0},
    {2788, 10, 8499, 0}, {2798, 4, 120080, 0}, {2802, 10, 8723, 0}, {2812, 5, 120132, 0},
    {2817, 5, 8499, 0}, {2822, 3, 924, 0}, {2825, 5, 1034, 0}, {2830, 7, 323, 0},
    {2837, 7, 327, 0}, {2844, 7, 325, 0}, {2851, 4, 1053, 0}, {2855, 20, 8203, 0},
    {2875, 19, 8203, 0}, {2894, 18, 8203, 0}, {2912, 22, 8203, 0}, {2934, 21, 8811, 0},
    {2955, 15, 8810, 0}, {2970, 8, 10, 0}, {2978, 4, 120081, 0}, {2982, 8, 8288, 0},
    {2990, 17, 160, 0}, {3007, 5, 8469, 0}, {3012, 4, 10988, 0}, {3016, 13, 8802, 0},
    {3029, 10, 8813, 0}, {3039, 21, 8742, 0}, {3060, 11, 8713, 0}, {3071, 9, 8800, 0},
    {3080, 14, 8770, 824}, {3094, 10, 8708, 0}, {3104, 11, 8815, 0}, {3115, 16, 8817, 0},
    {3131, 20, 8807, 824}, {3151, 18, 8811, 824}, {3169, 15, 8825, 0}, {3184, 21, 10878, 824},
    {3205, 16, 8821, 0}, {3221, 16, 8782, 824}, {3237, 13, 8783, 824}, {3250, 16, 8938, 0},
    {3266, 19, 10703, 824}, {3285, 21, 8940, 0}, {3306, 8, 8814, 0}, {3314, 13, 8816, 0},
    {3327, 15, 8824, 0}, {3342, 12, 8810, 824}, {3354, 18, 10877, 824}, {3372, 13, 8820, 0},
    {3385, 24, 10914, 824}, {3409, 18, 10913, 824}, {3427, 12, 8832, 0}, {3439, 17, 10927, 824},
    {3456, 22, 8928, 0}, {3478, 18, 8716, 0}, {3496, 17, 8939, 0}, {3513, 20, 10704, 824},
    {3533, 22, 8941, 0}, {3555, 16, 8847, 824}, {3571, 21, 8930, 0}, {3592, 18, 8848, 824},
    {3610, 23, 8931, 0}, {3633, 10, 8834, 8402}, {3643, 15, 8840, 0}, {3658, 12, 8833, 0},
    {3670, 17, 10928, 824}, {3687, 22, 8929, 0}, {3709, 17, 8831, 824}, {3726, 12, 8835, 8402},
    {3738, 17, 8841, 0}, {3755, 9, 8769, 0}, {3764, 14, 8772, 0}, {3778, 18, 8775, 0},
    {3796, 14, 8777, 0}, {3810, 15, 8740, 0}, {3825, 5, 119977, 0}, {3830, 6, 209, 0},
    {3836, 7, 209, 0}, {3843, 3, 925, 0}, {3846, 6, 338, 0}, {3852, 6, 211, 0},
    {3858, 7, 211, 0}, {3865, 5, 212, 0}, {3870, 6, 212, 0}, {3876, 4, 1054, 0},
    {3880, 7, 336, 0}, {3887, 4, 120082, 0}, {3891, 6, 210, 0}, {3897, 7, 210, 0},
    {3904, 6, 332, 0}, {3910, 6, 937, 0}, {3916, 8, 927, 0}, {3924, 5, 120134, 0},
    {3929, 21, 8220, 0}, {3950, 15, 8216, 0}, {3965, 3, 10836, 0}, {3968, 5, 119978, 0},
    {3973, 6, 216, 0}, {3979, 7, 216, 0}, {3986, 6, 213, 0}, {3992, 7, 213, 0},
    {3999, 7, 10807, 0}, {4006, 4, 214, 0}, {4010, 5, 214, 0}, {4015, 8, 8254, 0},
    {4023, 10, 9182, 0}, {4033, 12, 9140, 0}, {4045, 16, 9180, 0}, {4061, 9, 8706, 0},
    {4070, 4, 1055, 0}, {4074, 4, 120083, 0}, {4078, 4, 934, 0}, {4082, 3, 928, 0},
    {4085, 10, 177, 0}, {4095, 14, 8460, 0}, {4109, 5, 8473, 0}, {4114, 3, 10939, 0},
    {4117, 9, 8826, 0}, {4126, 14, 10927, 0}, {4140, 19, 8828, 0}, {4159, 14, 8830, 0},
    {4173, 6, 8243, 0}, {4179, 8, 8719, 0}, {4187, 11, 8759, 0}, {4198, 13, 8733, 0},
    {4211, 5, 119979, 0}, {4216, 4, 936, 0}, {4220, 4, 34, 0}, {4224, 5, 34, 0},
    {4229, 4, 120084, 0}, {4233, 5, 8474, 0}, {4238, 5, 119980, 0}, {4243, 6, 10512, 0},
    {4249, 3, 174, 0}, {4252, 4, 174, 0}, {4256, 7, 340, 0}, {4263, 5, 10219, 0},
    {4268, 5, 8608, 0}, {4273, 7, 10518, 0}, {4280, 7, 344, 0}, {4287, 7, 342, 0},
    {4294, 4, 1056, 0}, {4298, 3, 8476, 0}, {4301, 15, 8715, 0}, {4316, 19, 8651, 0},
    {4335, 21, 10607, 0}, {4356, 4, 8476, 0}, {4360, 4, 929, 0}, {4364, 18, 10217, 0},
    {4382, 11, 8594, 0}, {4393, 14, 8677, 0}, {4407, 20, 8644, 0}, {4427, 13, 8969, 0},
    {4440, 19, 10215, 0}, {4459, 19, 10589, 0}, {4478, 16, 8642, 0}, {4494, 19, 10581, 0},
    {4513, 11, 8971, 0}, {4524, 9, 8866, 0}, {4533, 14, 8614, 0}, {4547, 15, 10587, 0},
    {4562, 14, 8883, 0}, {4576, 17, 10704, 0}, {4593, 19, 8885, 0}, {4612, 18, 10575, 0},
    {4630, 17, 10588, 0}, {4647, 14, 8638, 0}, {4661, 17, 10580, 0}, {4678, 12, 8640, 0},
    {4690, 15, 10579, 0}, {4705, 11, 8658, 0}, {4716, 5, 8477, 0}, {4721, 13, 10608, 0},
    {4734, 12, 8667, 0}, {4746, 5, 8475, 0}, {4751, 4, 8625, 0}, {4755, 12, 10740, 0},
    {4767, 7, 1065, 0}, {4774, 5, 1064, 0}, {4779, 7, 1068, 0}, {4786, 7, 346, 0},
    {4793, 3, 10940, 0}, {4796, 7, 352, 0}, {4803, 7, 350, 0}, {4810, 6, 348, 0},
    {4816, 4, 1057, 0}, {4820, 4, 120086, 0}, {4824, 15, 8595, 0}, {4839, 15, 8592, 0},
    {4854, 16, 8594, 0}, {4870, 13, 8593, 0}, {4883, 6, 931, 0}, {4889, 12, 8728, 0},
    {4901, 5, 120138, 0}, {4906, 5, 8730, 0}, {4911, 7, 9633, 0}, {4918, 19, 8851, 0},
    {4937, 13, 8847, 0}, {4950, 18, 8849, 0}, {4968, 15, 8848, 0}, {4983, 20, 8850, 0},
    {5003, 12, 8852, 0}, {5015, 5, 119982, 0}, {5020, 5, 8902, 0}, {5025, 4, 8912, 0},
    {5029, 7, 8912, 0}, {5036, 12, 8838, 0}, {5048, 9, 8827, 0}, {5057, 14, 10928, 0},
    {5071, 19, 8829, 0}, {5090, 14, 8831, 0}, {5104, 9, 8715, 0}, {5113, 4, 8721, 0},
    {5117, 4, 8913, 0}, {5121, 9, 8835, 0}, {5130, 14, 8839, 0}, {5144, 7, 8913, 0},
    {5151, 5, 222, 0}, {5156, 6, 222, 0}, {5162, 6, 8482, 0}, {5168, 6, 1035, 0},
    {5174, 5, 1062, 0}, {5179, 4, 9, 0}, {5183, 4, 932, 0}, {5187, 7, 356, 0},
    {5194, 7, 354, 0}, {5201, 4, 1058, 0}, {5205, 4, 120087, 0}, {5209, 10, 8756, 0},
    {5219, 6, 920, 0}, {5225, 11, 8287, 8202}, {5236, 10, 8201, 0}, {5246, 6, 8764, 0},
    {5252, 11, 8771, 0}, {5263, 15, 8773, 0}, {5278, 11, 8776, 0}, {5289, 5, 120139, 0},
    {5294, 10, 8411, 0}, {5304, 5, 119983, 0}, {5309, 7, 358, 0}, {5316, 6, 218, 0},
    {5322, 7, 218, 0}, {5329, 5, 8607, 0}, {5334, 9, 10569, 0}, {5343, 6, 1038, 0},
    {5349, 7, 364, 0}, {5356, 5, 219, 0}, {5361, 6, 219, 0}, {5367, 4, 1059, 0},
    {5371, 7, 368, 0}, {5378, 4, 120088, 0}, {5382, 6, 217, 0}, {5388, 7, 217, 0},
    {5395, 6, 362, 0}, {5401, 9, 95, 0}, {5410, 11, 9183, 0}, {5421, 13, 9141, 0},
    {5434, 17, 9181, 0}, {5451, 6, 8899, 0}, {5457, 10, 8846, 0}, {5467, 6, 370, 0},
    {5473, 5, 120140, 0}, {5478, 8, 8593, 0}, {5486, 11, 10514, 0}, {5497, 17, 8645, 0},
    {5514, 12, 8597, 0}, {5526, 14, 10606, 0}, {5540, 6, 8869, 0}, {5546, 11, 8613, 0},
    {5557, 8, 8657, 0}, {5565, 12, 8661, 0}, {5577, 15, 8598, 0}, {5592, 16, 8599, 0},
    {5608, 5, 978, 0}, {5613, 8, 933, 0}, {5621, 6, 366, 0}, {5627, 5, 119984, 0},
    {5632, 7, 360, 0}, {5639, 4, 220, 0}, {5643, 5, 220, 0}, {5648, 6, 8875, 0},
    {5654, 5, 10987, 0}, {5659, 4, 1042, 0}, {5663, 6, 8873, 0}, {5669, 7, 10982, 0},
    {5676, 4, 8897, 0}, {5680, 7, 8214, 0}, {5687, 5, 8214, 0}, {5692, 12, 8739, 0},
    {5704, 13, 124, 0}, {5717, 18, 10072, 0}, {5735, 14, 8768, 0}, {5749, 14, 8202, 0},
    {5763, 4, 120089, 0}, {5767, 5, 120141, 0}, {5772, 5, 119985, 0}, {5777, 7, 8874, 0},
    {5784, 6, 372, 0}, {5790, 6, 8896, 0}, {5796, 4, 120090, 0}, {5800, 5, 120142, 0},
    {5805, 5, 119986, 0}, {5810, 4, 120091, 0}, {5814, 3, 926, 0}, {5817, 5, 120143, 0},
    {5822, 5, 119987, 0}, {5827, 5, 1071, 0}, {5832, 5, 1031, 0}, {5837, 5, 1070, 0},
    {5842, 6, 221, 0}, {5848, 7, 221, 0}, {5855, 6, 374, 0}, {5861, 4, 1067, 0},
    {5865, 4, 120092, 0}, {5869, 5, 120144, 0}, {5874, 5, 119988, 0}, {5879, 5, 376, 0},
    {5884, 5, 1046, 0}, {5889, 7, 377, 0}, {5896, 7, 381, 0}, {5903, 4, 1047, 0},
    {5907, 5, 379, 0}, {5912, 15, 8203, 0}, {5927, 5, 918, 0}, {5932, 4, 8488, 0},
    {5936, 5, 8484, 0}, {5941, 5, 119989, 0}, {5946, 6, 225, 0}, {5952, 7, 225, 0},
    {5959, 7, 259, 0}, {5966, 3, 8766, 0}, {5969, 4, 8766, 819}, {5973, 4, 8767, 0},
    {5977, 5, 226, 0}, {5982, 6, 226, 0}, {5988, 5, 180, 0}, {5993, 6, 180, 0},
    {5999, 4, 1072, 0}, {6003, 5, 230, 0}, {6008, 6, 230, 0}, {6014, 3, 8289, 0},
    {6017, 4, 120094, 0}, {6021, 6, 224, 0}, {6027, 7, 224, 0}, {6034, 8, 8501, 0},
    {6042, 6, 8501, 0}, {6048, 6, 945, 0}, {6054, 6, 257, 0}, {6060, 6, 10815, 0},
    {6066, 3, 38, 0}, {6069, 4, 38, 0}, {6073, 4, 8743, 0}, {6077, 7, 10837, 0},
    {6084, 5, 10844, 0}, {6089, 9, 10840, 0}, {6098, 5, 10842, 0}, {6103, 4, 8736, 0},
    {6107, 5, 10660, 0}, {6112, 6, 8736, 0}, {6118, 7, 8737, 0}, {6125, 9, 10664, 0},
    {6134, 9, 10665, 0}, {6143, 9, 10666, 0}, {6152, 9, 10667, 0}, {6161, 9, 10668, 0},
    {6170, 9, 10669, 0}, {6179, 9, 10670, 0}, {6188, 9, 10671, 0}, {6197, 6, 8735, 0},
    {6203, 8, 8894, 0}, {6211, 9, 10653, 0}, {6220, 7, 8738, 0}, {6227, 6, 197, 0},
    {6233, 8, 9084, 0}, {6241, 6, 261, 0}, {6247, 5, 120146, 0}, {6252, 3, 8776, 0},
    {6255, 4, 10864, 0}, {6259, 7, 10863, 0}, {6266, 4, 8778, 0}, {6270, 5, 8779, 0},
    {6275, 5, 39, 0}, {6280, 7, 8776, 0}, {6287, 9, 8778, 0}, {6296, 5, 229, 0},
    {6301, 6, 229, 0}, {6307, 5, 119990, 0}, {6312, 4, 42, 0}, {6316, 6, 8776, 0},
    {6322, 8, 8781, 0}, {6330, 6, 227, 0}, {6336, 7, 227, 0}, {6343, 4, 228, 0},
    {6347, 5, 228, 0}, {6352, 9, 8755, 0}, {6361, 6, 10769, 0}, {6367, 5, 10989, 0},
    {6372, 9, 8780, 0}, {6381, 12, 1014, 0}, {6393, 10, 8245, 0}, {6403, 8, 8765, 0},
    {6411, 10, 8909, 0}, {6421, 7, 8893, 0}, {6428, 7, 8965, 0}, {6435, 9, 8965, 0},
    {6444, 5, 9141, 0}, {6449, 9, 9142, 0}, {6458, 6, 8780, 0}, {6464, 4, 1073, 0},
    {6468, 6, 8222, 0}, {6474, 7, 8757, 0}, {6481, 8, 8757, 0}, {6489, 8, 10672, 0},
    {6497, 6, 1014, 0}, {6503, 7, 8492, 0}, {6510, 5, 946, 0}, {6515, 5, 8502, 0},
    {6520, 8, 8812, 0}, {6528, 4, 120095, 0}, {6532, 7, 8898, 0}, {6539, 8, 9711, 0},
    {6547, 7, 8899, 0}, {6554, 8, 10752, 0}, {6562, 9, 10753, 0}, {6571, 10, 10754, 0},
    {6581, 9, 10758, 0}, {6590, 8, 9733, 0}, {6598, 16, 9661, 0}, {6614, 14, 9651, 0},
    {6628, 9, 10756, 0}, {6637, 7, 8897, 0}, {6644, 9, 8896, 0}, {6653, 7, 10509, 0},
    {6660, 13, 10731, 0}, {6673, 12, 9642, 0}, {6685, 14, 9652, 0}, {6699, 18, 9662, 0},
    {6717, 18, 9666, 0}, {6735, 19, 9656, 0}, {6754, 6, 9251, 0}, {6760, 6, 9618, 0},
    {6766, 6, 9617, 0}, {6772, 6, 9619, 0}, {6778, 6, 9608, 0}, {6784, 4, 61, 8421},
    {6788, 8, 8801, 8421}, {6796, 5, 8976, 0}, {6801, 5, 120147, 0}, {6806, 4, 8869, 0},
    {6810, 7, 8869, 0}, {6817, 7, 8904, 0}, {6824, 6, 9559, 0}, {6830, 6, 9556, 0},
    {6836, 6, 9558, 0}, {6842, 6, 9555, 0}, {6848, 5, 9552, 0}, {6853, 6, 9574, 0},
    {6859, 6, 9577, 0}, {6865, 6, 9572, 0}, {6871, 6, 9575, 0}, {6877, 6, 9565, 0},
    {6883, 6, 9562, 0}, {6889, 6, 9564, 0}, {6895, 6, 9561, 0}, {6901, 5, 9553, 0},
    {6906, 6, 9580, 0}, {6912, 6, 9571, 0}, {6918, 6, 9568, 0}, {6924, 6, 9579, 0},
    {6930, 6, 9570, 0}, {6936, 6, 9567, 0}, {6942, 7, 10697, 0}, {6949, 6, 9557, 0},
    {6955, 6, 9554, 0}, {6961, 6, 9488, 0}, {6967, 6, 9484, 0}, {6973, 5, 9472, 0},
    {6978, 6, 9573, 0}, {6984, 6, 9576, 0}, {6990, 6, 9516, 0}, {6996, 6, 9524, 0},
    {7002, 9, 8863, 0}, {7011, 8, 8862, 0}, {7019, 9, 8864, 0}, {7028, 6, 9563, 0},
    {7034, 6, 9560, 0}, {7040, 6, 9496, 0}, {7046, 6, 9492, 0}, {7052, 5, 9474, 0},
    {7057, 6, 9578, 0}, {7063, 6, 9569, 0}, {7069, 6, 9566, 0}, {7075, 6, 9532, 0},
    {7081, 6, 9508, 0}, {7087, 6, 9500, 0}, {7093, 7, 8245, 0}, {7100, 6, 728, 0},
    {7106, 6, 166, 0}, {7112, 7, 166, 0}, {7119, 5, 119991, 0}, {7124, 6, 8271, 0},
    {7130, 5, 8765, 0}, {7135, 6, 8909, 0}, {7141, 5, 92, 0}, {7146, 6, 10693, 0},
    {7152, 9, 10184, 0}, {7161, 5, 8226, 0}, {7166, 7, 8226, 0}, {7173, 5, 8782, 0},
    {7178, 6, 10926, 0}, {7184, 6, 8783, 0}, {7190, 7, 8783, 0}, {7197, 7, 263, 0},
    {7204, 4, 8745, 0}, {7208, 7, 10820, 0}, {7215, 9, 10825, 0}, {7224, 7, 10827, 0},
    {7231, 7, 10823, 0}, {7238, 7, 10816, 0}, {7245, 5, 8745, 65024}, {7250, 6, 8257, 0},
    {7256, 6, 711, 0}, {7262, 6, 10829, 0}, {7268, 7, 269, 0}, {7275, 6, 231, 0},
    {7281, 7, 231, 0}, {7288, 6, 265, 0}, {7294, 6, 10828, 0}, {7300, 8, 10832, 0},
    {7308, 5, 267, 0}, {7313, 5, 184, 0}, {7318, 6, 184, 0}, {7324, 8, 10674, 0},
    {7332, 4, 162, 0}, {7336, 5, 162, 0}, {7341, 10, 183, 0}, {7351, 4, 120096, 0},
    {7355, 5, 1095, 0}, {7360, 6, 10003, 0}, {7366, 10, 10003, 0}, {7376, 4, 967, 0},
    {7380, 4, 9675, 0}, {7384, 5, 10691, 0}, {7389, 5, 710, 0}, {7394, 7, 8791, 0},
    {7401, 16, 8634, 0}, {7417, 17, 8635, 0}, {7434, 9, 174, 0}, {7443, 9, 9416, 0},
    {7452, 11, 8859, 0}, {7463, 12, 8858, 0}, {7475, 12, 8861, 0}, {7487, 5, 8791, 0},
    {7492, 9, 10768, 0}, {7501, 7, 10991, 0}, {7508, 8, 10690, 0}, {7516, 6, 9827, 0},
    {7522, 9, 9827, 0}, {7531, 6, 58, 0}, {7537, 7, 8788, 0}, {7544, 8, 8788, 0},
    {7552, 6, 44, 0}, {7558, 7, 64, 0}, {7565, 5, 8705, 0}, {7570, 7, 8728, 0},
    {7577, 11, 8705, 0}, {7588, 10, 8450, 0}, {7598, 5, 8773, 0}, {7603, 8, 10861, 0},
    {7611, 7, 8750, 0}, {7618, 5, 120148, 0}, {7623, 7, 8720, 0}, {7630, 4, 169, 0},
    {7634, 5, 169, 0}, {7639, 7, 8471, 0}, {7646, 6, 8629, 0}, {7652, 6, 10007, 0},
    {7658, 5, 119992, 0}, {7663, 5, 10959, 0}, {7668, 6, 10961, 0}, {7674, 5, 10960, 0},
    {7679, 6, 10962, 0}, {7685, 6, 8943, 0}, {7691, 8, 10552, 0}, {7699, 8, 10549, 0},
    {7707, 6, 8926, 0}, {7713, 6, 8927, 0}, {7719, 7, 8630, 0}, {7726, 8, 10557, 0},
    {7734, 4, 8746, 0}, {7738, 9, 10824, 0}, {7747, 7, 10822, 0}, {7754, 7, 10826, 0},
    {7761, 7, 8845, 0}, {7768, 6, 10821, 0}, {7774, 5, 8746, 65024}, {7779, 7, 8631, 0},
    {7786, 8, 10556, 0}, {7794, 12, 8926, 0}, {7806, 12, 8927, 0}, {7818, 9, 8910, 0},
    {7827, 11, 8911, 0}, {7838, 6, 164, 0}, {7844, 7, 164, 0}, {7851, 15, 8630, 0},
    {7866, 16, 8631, 0}, {7882, 6, 8910, 0}, {7888, 6, 8911, 0}, {7894, 9, 8754, 0},
    {7903, 6, 8753, 0}, {7909, 7, 9005, 0}, {7916, 5, 8659, 0}, {7921, 5, 10597, 0},
    {7926, 7, 8224, 0}, {7933, 7, 8504, 0}, {7940, 5, 8595, 0}, {7945, 5, 8208, 0},
    {7950, 6, 8867, 0}, {7956, 8, 10511, 0}, {7964, 6, 733, 0}, {7970, 7, 271, 0},
    {7977, 4, 1076, 0}, {7981, 3, 8518, 0}, {7984, 8, 8225, 0}, {7992, 6, 8650, 0},
    {7998, 8, 10871, 0}, {8006, 3, 176, 0}, {8009, 4, 176, 0}, {8013, 6, 948, 0},
    {8019, 8, 10673, 0}, {8027, 7, 10623, 0}, {8034, 4, 120097, 0}, {8038, 6, 8643, 0},
    {8044, 6, 8642, 0}, {8050, 5, 8900, 0}, {8055, 8, 8900, 0}, {8063, 12, 9830, 0},
    {8075, 6, 9830, 0}, {8081, 4, 168, 0}, {8085, 8, 989, 0}, {8093, 6, 8946, 0},
    {8099, 4, 247, 0}, {8103, 6, 247, 0}, {8109, 7, 247, 0}, {8116, 14, 8903, 0},
    {8130, 7, 8903, 0}, {8137, 5, 1106, 0}, {8142, 7, 8990, 0}, {8149, 7, 8973, 0},
    {8156, 7, 36, 0}, {8163, 5, 120149, 0}, {8168, 4, 729, 0}, {8172, 6, 8784, 0},
    {8178, 9, 8785, 0}, {8187, 9, 8760, 0}, {8196, 8, 8724, 0}, {8204, 10, 8865, 0},
    {8214, 15, 8966, 0}, {8229, 10, 8595, 0}, {8239, 15, 8650, 0}, {8254, 16, 8643, 0},
    {8270, 17, 8642, 0}, {8287, 9, 10512, 0}, {8296, 7, 8991, 0}, {8303, 7, 8972, 0},
    {8310, 5, 119993, 0}, {8315, 5, 1109, 0}, {8320, 5, 10742, 0}, {8325, 7, 273, 0},
    {8332, 6, 8945, 0}, {8338, 5, 9663, 0}, {8343, 6, 9662, 0}, {8349, 6, 8693, 0},
    {8355, 6, 10607, 0}, {8361, 8, 10662, 0}, {8369, 5, 1119, 0}, {8374, 9, 10239, 0},
    {8383, 6, 10871, 0}, {8389, 5, 8785, 0}, {8394, 6, 233, 0}, {8400, 7, 233, 0},
    {8407, 7, 10862, 0}, {8414, 7, 283, 0}, {8421, 5, 8790, 0}, {8426, 5, 234, 0},
    {8431, 6, 234, 0}, {8437, 7, 8789, 0}, {8444, 4, 1101, 0}, {8448, 5, 279, 0},
    {8453, 3, 8519, 0}, {8456, 6, 8786, 0}, {8462, 4, 120098, 0}, {8466, 3, 10906, 0},
    {8469, 6, 232, 0}, {8475, 7, 232, 0}, {8482, 4, 10902, 0}, {8486, 7, 10904, 0},
    {8493, 3, 10905, 0}, {8496, 9, 9191, 0}, {8505, 4, 8467, 0}, {8509, 4, 10901, 0},
    {8513, 7, 10903, 0}, {8520, 6, 275, 0}, {8526, 6, 8709, 0}, {8532, 9, 8709, 0},
    {8541, 7, 8709, 0}, {8548, 7, 8196, 0}, {8555, 7, 8197, 0}, {8562, 5, 8195, 0},
    {8567, 4, 331, 0}, {8571, 5, 8194, 0}, {8576, 6, 281, 0}, {8582, 5, 120150, 0},
    {8587, 5, 8917, 0}, {8592, 7, 10723, 0}, {8599, 6, 10865, 0}, {8605, 5, 949, 0},
    {8610, 8, 949, 0}, {8618, 6, 1013, 0}, {8624, 7, 8790, 0}, {8631, 8, 8789, 0},
    {8639, 6, 8770, 0}, {8645, 11, 10902, 0}, {8656, 12, 10901, 0}, {8668, 7, 61, 0},
    {8675, 7, 8799, 0}, {8682, 6, 8801, 0}, {8688, 8, 10872, 0}, {8696, 9, 10725, 0},
    {8705, 6, 8787, 0}, {8711, 6, 10609, 0}, {8717, 5, 8495, 0}, {8722, 6, 8784, 0},
    {8728, 5, 8770, 0}, {8733, 4, 951, 0}, {8737, 3, 240, 0}, {8740, 4, 240, 0},
    {8744, 4, 235, 0}, {8748, 5, 235, 0}, {8753, 5, 8364, 0}, {8758, 5, 33, 0},
    {8763, 6, 8707, 0}, {8769, 12, 8496, 0}, {8781, 13, 8519, 0}, {8794, 14, 8786, 0},
    {8808, 4, 1092, 0}, {8812, 7, 9792, 0}, {8819, 7, 64259, 0}, {8826, 6, 64256, 0},
    {8832, 7, 64260, 0}, {8839, 4, 120099, 0}, {8843, 6, 64257, 0}, {8849, 6, 102, 106},
    {8855, 5, 9837, 0}, {8860, 6, 64258, 0}, {8866, 6, 9649, 0}, {8872, 5, 402, 0},
    {8877, 5, 120151, 0}, {8882, 7, 8704, 0}, {8889, 5, 8916, 0}, {8894, 6, 10969, 0},
    {8900, 9, 10765, 0}, {8909, 6, 189, 0}, {8915, 7, 189, 0}, {8922, 7, 8531, 0},
    {8929, 6, 188, 0}, {8935, 7, 188, 0}, {8942, 7, 8533, 0}, {8949, 7, 8537, 0},
    {8956, 7, 8539, 0}, {8963, 7, 8532, 0}, {8970, 7, 8534, 0}, {8977, 6, 190, 0},
    {8983, 7, 190, 0}, {8990, 7, 8535, 0}, {8997, 7, 8540, 0}, {9004, 7, 8536, 0},
    {9011, 7, 8538, 0}, {9018, 7, 8541, 0}, {9025, 7, 8542, 0}, {9032, 6, 8260, 0},
    {9038, 6, 8994, 0}, {9044, 5, 119995, 0}, {9049, 3, 8807, 0}, {9052, 4, 10892, 0},
    {9056, 7, 501, 0}, {9063, 6, 947, 0}, {9069, 7, 989, 0}, {9076, 4, 10886, 0},
    {9080, 7, 287, 0}, {9087, 6, 285, 0}, {9093, 4, 1075, 0}, {9097, 5, 289, 0},
    {9102, 3, 8805, 0}, {9105, 4, 8923, 0}, {9109, 4, 8805, 0}, {9113, 5, 8807, 0},
    {9118, 9, 10878, 0}, {9127, 4, 10878, 0}, {9131, 6, 10921, 0}, {9137, 7, 10880, 0},
    {9144, 8, 10882, 0}, {9152, 9, 10884, 0}, {9161, 5, 8923, 65024}, {9166, 7, 10900, 0},
    {9173, 4, 120100, 0}, {9177, 3, 8811, 0}, {9180, 4, 8921, 0}, {9184, 6, 8503, 0},
    {9190, 5, 1107, 0}, {9195, 3, 8823, 0}, {9198, 4, 10898, 0}, {9202, 4, 10917, 0},
    {9206, 4, 10916, 0}, {9210, 4, 8809, 0}, {9214, 5, 10890, 0}, {9219, 9, 10890, 0},
    {9228, 4, 10888, 0}, {9232, 5, 10888, 0}, {9237, 6, 8809, 0}, {9243, 6, 8935, 0},
    {9249, 5, 120152, 0}, {9254, 6, 96, 0}, {9260, 5, 8458, 0}, {9265, 5, 8819, 0},
    {9270, 6, 10894, 0}, {9276, 6, 10896, 0}, {9282, 2, 62, 0}, {9284, 3, 62, 0},
    {9287, 5, 10919, 0}, {9292, 6, 10874, 0}, {9298, 6, 8919, 0}, {9304, 7, 10645, 0},
    {9311, 8, 10876, 0}, {9319, 10, 10886, 0}, {9329, 7, 10616, 0}, {9336, 7, 8919, 0},
    {9343, 10, 8923, 0}, {9353, 11, 10892, 0}, {9364, 8, 8823, 0}, {9372, 7, 8819, 0},
    {9379, 10, 8809, 65024}, {9389, 5, 8809, 65024}, {9394, 5, 8660, 0}, {9399, 7, 8202, 0},
    {9406, 5, 189, 0}, {9411, 7, 8459, 0}, {9418, 7, 1098, 0}, {9425, 5, 8596, 0},
    {9430, 8, 10568, 0}, {9438, 6, 8621, 0}, {9444, 5, 8463, 0}, {9449, 6, 293, 0},
    {9455, 7, 9829, 0}, {9462, 10, 9829, 0}, {9472, 7, 8230, 0}, {9479, 7, 8889, 0},
    {9486, 4, 120101, 0}, {9490, 9, 10533, 0}, {9499, 9, 10534, 0}, {9508, 6, 8703, 0},
    {9514, 7, 8763, 0}, {9521, 14, 8617, 0}, {9535, 15, 8618, 0}, {9550, 5, 120153, 0},
    {9555, 7, 8213, 0}, {9562, 5, 119997, 0}, {9567, 7, 8463, 0}, {9574, 7, 295, 0},
    {9581, 7, 8259, 0}, {9588, 7, 8208, 0}, {9595, 6, 237, 0}, {9601, 7, 237, 0},
    {9608, 3, 8291, 0}, {9611, 5, 238, 0}, {9616, 6, 238, 0}, {9622, 4, 1080, 0},
    {9626, 5, 1077, 0}, {9631, 5, 161, 0}, {9636, 6, 161, 0}, {9642, 4, 8660, 0},
    {9646, 4, 120102, 0}, {9650, 6, 236, 0}, {9656, 7, 236, 0}, {9663, 3, 8520, 0},
    {9666, 7, 10764, 0}, {9673, 6, 8749, 0}, {9679, 7, 10716, 0}, {9686, 6, 8489, 0},
    {9692, 6, 307, 0}, {9698, 6, 299, 0}, {9704, 6, 8465, 0}, {9710, 9, 8464, 0},
    {9719, 9, 8465, 0}, {9728, 6, 305, 0}, {9734, 5, 8887, 0}, {9739, 6, 437, 0},
    {9745, 3, 8712, 0}, {9748, 7, 8453, 0}, {9755, 6, 8734, 0}, {9761, 9, 10717, 0},
    {9770, 7, 305, 0}, {9777, 4, 8747, 0}, {9781, 7, 8890, 0}, {9788, 9, 8484, 0},
    {9797, 9, 8890, 0}, {9806, 9, 10775, 0}, {9815, 8, 10812, 0}, {9823, 5, 1105, 0},
    {9828, 6, 303, 0}, {9834, 5, 120154, 0}, {9839, 5, 953, 0}, {9844, 6, 10812, 0},
    {9850, 6, 191, 0}, {9856, 7, 191, 0}, {9863, 5, 119998, 0}, {9868, 5, 8712, 0},
    {9873, 6, 8953, 0}, {9879, 8, 8949, 0}, {9887, 6, 8948, 0}, {9893, 7, 8947, 0},
    {9900, 6, 8712, 0}, {9906, 3, 8290, 0}, {9909, 7, 297, 0}, {9916, 6, 1110, 0},
    {9922, 4, 239, 0}, {9926, 5, 239, 0}, {9931, 6, 309, 0}, {9937, 4, 1081, 0},
    {9941, 4, 120103, 0}, {9945, 6, 567, 0}, {9951, 5, 120155, 0}, {9956, 5, 119999, 0},
    {9961, 7, 1112, 0}, {9968, 6, 1108, 0}, {9974, 6, 954, 0}, {9980, 7, 1008, 0},
    {9987, 7, 311, 0}, {9994, 4, 1082, 0}, {9998, 4, 120104, 0}, {10002, 7, 312, 0},
    {10009, 5, 1093, 0}, {10014, 5, 1116, 0}, {10019, 5, 120156, 0}, {10024, 5, 120000, 0},
    {10029, 6, 8666, 0}, {10035, 5, 8656, 0}, {10040, 7, 10523, 0}, {10047, 6, 10510, 0},
    {10053, 3, 8806, 0}, {10056, 4, 10891, 0}, {10060, 5, 10594, 0}, {10065, 7, 314, 0},
    {10072, 9, 10676, 0}, {10081, 7, 8466, 0}, {10088, 7, 955, 0}, {10095, 5, 10216, 0},
    {10100, 6, 10641, 0}, {10106, 7, 10216, 0}, {10113, 4, 10885, 0}, {10117, 5, 171, 0},
    {10122, 6, 171, 0}, {10128, 5, 8592, 0}, {10133, 6, 8676, 0}, {10139, 8, 10527, 0},
    {10147, 7, 10525, 0}, {10154, 7, 8617, 0}, {10161, 7, 8619, 0}, {10168, 7, 10553, 0},
    {10175, 8, 10611, 0}, {10183, 7, 8610, 0}, {10190, 4, 10923, 0}, {10194, 7, 10521, 0},
    {10201, 5, 10925, 0}, {10206, 6, 10925, 65024}, {10212, 6, 10508, 0}, {10218, 6, 10098, 0},
    {10224, 7, 123, 0}, {10231, 7, 91, 0}, {10238, 6, 10635, 0}, {10244, 8, 10639, 0},
    {10252, 8, 10637, 0}, {10260, 7, 318, 0}, {10267, 7, 316, 0}, {10274, 6, 8968, 0},
    {10280, 5, 123, 0}, {10285, 4, 1083, 0}, {10289, 5, 10550, 0}, {10294, 6, 8220, 0},
    {10300, 7, 8222, 0}, {10307, 8, 10599, 0}, {10315, 9, 10571, 0}, {10324, 5, 8626, 0},
    {10329, 3, 8804, 0}, {10332, 10, 8592, 0}, {10342, 14, 8610, 0}, {10356, 16, 8637, 0},
    {10372, 14, 8636, 0}, {10386, 15, 8647, 0}, {10401, 15, 8596, 0}, {10416, 16, 8646, 0},
    {10432, 18, 8651, 0}, {10450, 20, 8621, 0}, {10470, 15, 8907, 0}, {10485, 4, 8922, 0},
    {10489, 4, 8804, 0}, {10493, 5, 8806, 0}, {10498, 9, 10877, 0}, {10507, 4, 10877, 0},
    {10511, 6, 10920, 0}, {10517, 7, 10879, 0}, {10524, 8, 10881, 0}, {10532, 9, 10883, 0},
    {10541, 5, 8922, 65024}, {10546, 7, 10899, 0}, {10553, 11, 10885, 0}, {10564, 8, 8918, 0},
    {10572, 10, 8922, 0}, {10582, 11, 10891, 0}, {10593, 8, 8822, 0}, {10601, 8, 8818, 0},
    {10609, 7, 10620, 0}, {10616, 7, 8970, 0}, {10623, 4, 120105, 0}, {10627, 3, 8822, 0},
    {10630, 4, 10897, 0}, {10634, 6, 8637, 0}, {10640, 6, 8636, 0}, {10646, 7, 10602, 0},
    {10653, 6, 9604, 0}, {10659, 5, 1113, 0}, {10664, 3, 8810, 0}, {10667, 6, 8647, 0},
    {10673, 9, 8990, 0}, {10682, 7, 10603, 0}, {10689, 6, 9722, 0}, {10695, 7, 320, 0},
    {10702, 7, 9136, 0}, {10709, 11, 9136, 0}, {10720, 4, 8808, 0}, {10724, 5, 10889, 0},
    {10729, 9, 10889, 0}, {10738, 4, 10887, 0}, {10742, 5, 10887, 0}, {10747, 6, 8808, 0},
    {10753, 6, 8934, 0}, {10759, 6, 10220, 0}, {10765, 6, 8701, 0}, {10771, 6, 10214, 0},
    {10777, 14, 10229, 0}, {10791, 19, 10231, 0}, {10810, 11, 10236, 0}, {10821, 15, 10230, 0},
    {10836, 14, 8619, 0}, {10850, 15, 8620, 0}, {10865, 6, 10629, 0}, {10871, 5, 120157, 0},
    {10876, 7, 10797, 0}, {10883, 8, 10804, 0}, {10891, 7, 8727, 0}, {10898, 7, 95, 0},
    {10905, 4, 9674, 0}, {10909, 8, 9674, 0}, {10917, 5, 10731, 0}, {10922, 5, 40, 0},
    {10927, 7, 10643, 0}, {10934, 6, 8646, 0}, {10940, 9, 8991, 0}, {10949, 6, 8651, 0},
    {10955, 7, 10605, 0}, {10962, 4, 8206, 0}, {10966, 6, 8895, 0}, {10972, 7, 8249, 0},
    {10979, 5, 120001, 0}, {10984, 4, 8624, 0}, {10988, 5, 8818, 0}, {10993, 6, 10893, 0},
    {10999, 6, 10895, 0}, {11005, 5, 91, 0}, {11010, 6, 8216, 0}, {11016, 7, 8218, 0},
    {11023, 7, 322, 0}, {11030, 2, 60, 0}, {11032, 3, 60, 0}, {11035, 5, 10918, 0},
    {11040, 6, 10873, 0}, {11046, 6, 8918, 0}, {11052, 7, 8907, 0}, {11059, 7, 8905, 0},
    {11066, 7, 10614, 0}, {11073, 8, 10875, 0}, {11081, 7, 10646, 0}, {11088, 5, 9667, 0},
    {11093, 6, 8884, 0}, {11099, 6, 9666, 0}, {11105, 9, 10570, 0}, {11114, 8, 10598, 0},
    {11122, 10, 8808, 65024}, {11132, 5, 8808, 65024}, {11137, 6, 8762, 0}, {11143, 4, 175, 0},
    {11147, 5, 175, 0}, {11152, 5, 9794, 0}, {11157, 5, 10016, 0}, {11162, 8, 10016, 0},
    {11170, 4, 8614, 0}, {11174, 7, 8614, 0}, {11181, 11, 8615, 0}, {11192, 11, 8612, 0},
    {11203, 9, 8613, 0}, {11212, 7, 9646, 0}, {11219, 7, 10793, 0}, {11226, 4, 1084, 0},
    {11230, 6, 8212, 0}, {11236, 14, 8737, 0}, {11250, 4, 120106, 0}, {11254, 4, 8487, 0},
    {11258, 5, 181, 0}, {11263, 6, 181, 0}, {11269, 4, 8739, 0}, {11273, 7, 42, 0},
    {11280, 7, 10992, 0}, {11287, 6, 183, 0}, {11293, 7, 183, 0}, {11300, 6, 8722, 0},
    {11306, 7, 8863, 0}, {11313, 7, 8760, 0}, {11320, 8, 10794, 0}, {11328, 5, 10971, 0},
    {11333, 5, 8230, 0}, {11338, 7, 8723, 0}, {11345, 7, 8871, 0}, {11352, 5, 120158, 0},
    {11357, 3, 8723, 0}, {11360, 5, 120002, 0}, {11365, 7, 8766, 0}, {11372, 3, 956, 0},
    {11375, 9, 8888, 0}, {11384, 6, 8888, 0}, {11390, 4, 8921, 824}, {11394, 4, 8811, 8402},
    {11398, 5, 8811, 824}, {11403, 11, 8653, 0}, {11414, 16, 8654, 0}, {11430, 4, 8920, 824},
    {11434, 4, 8810, 8402}, {11438, 5, 8810, 824}, {11443, 12, 8655, 0}, {11455, 7, 8879, 0},
    {11462, 7, 8878, 0}, {11469, 6, 8711, 0}, {11475, 7, 324, 0}, {11482, 5, 8736, 8402},
    {11487, 4, 8777, 0}, {11491, 5, 10864, 824}, {11496, 6, 8779, 824}, {11502, 6, 329, 0},
    {11508, 8, 8777, 0}, {11516, 6, 9838, 0}, {11522, 8, 9838, 0}, {11530, 9, 8469, 0},
    {11539, 4, 160, 0}, {11543, 5, 160, 0}, {11548, 6, 8782, 824}, {11554, 7, 8783, 824},
    {11561, 5, 10819, 0}, {11566, 7, 328, 0}, {11573, 7, 326, 0}, {11580, 6, 8775, 0},
    {11586, 9, 10861, 824}, {11595, 5, 10818, 0}, {11600, 4, 1085, 0}, {11604, 6, 8211, 0},
    {11610, 3, 8800, 0}, {11613, 6, 8663, 0}, {11619, 7, 10532, 0}, {11626, 6, 8599, 0},
    {11632, 8, 8599, 0}, {11640, 6, 8784, 824}, {11646, 7, 8802, 0}, {11653, 7, 10536, 0},
    {11660, 6, 8770, 824}, {11666, 7, 8708, 0}, {11673, 8, 8708, 0}, {11681, 4, 120107, 0},
    {11685, 4, 8807, 824}, {11689, 4, 8817, 0}, {11693, 5, 8817, 0}, {11698, 6, 8807, 824},
    {11704, 10, 10878, 824}, {11714, 5, 10878, 824}, {11719, 6, 8821, 0}, {11725, 4, 8815, 0},
    {11729, 5, 8815, 0}, {11734, 6, 8654, 0}, {11740, 6, 8622, 0}, {11746, 6, 10994, 0},
    {11752, 3, 8715, 0}, {11755, 4, 8956, 0}, {11759, 5, 8954, 0}, {11764, 4, 8715, 0},
    {11768, 5, 1114, 0}, {11773, 6, 8653, 0}, {11779, 4, 8806, 824}, {11783, 6, 8602, 0},
    {11789, 5, 8229, 0}, {11794, 4, 8816, 0}, {11798, 11, 8602, 0}, {11809, 16, 8622, 0},
    {11825, 5, 8816, 0}, {11830, 6, 8806, 824}, {11836, 10, 10877, 824}, {11846, 5, 10877, 824},
    {11851, 6, 8814, 0}, {11857, 6, 8820, 0}, {11863, 4, 8814, 0}, {11867, 6, 8938, 0},
    {11873, 7, 8940, 0}, {11880, 5, 8740, 0}, {11885, 5, 120159, 0}, {11890, 3, 172, 0},
    {11893, 4, 172, 0}, {11897, 6, 8713, 0}, {11903, 7, 8953, 824}, {11910, 9, 8949, 824},
    {11919, 8, 8713, 0}, {11927, 8, 8951, 0}, {11935, 8, 8950, 0}, {11943, 6, 8716, 0},
    {11949, 8, 8716, 0}, {11957, 8, 8958, 0}, {11965, 8, 8957, 0}, {11973, 5, 8742, 0},
    {11978, 10, 8742, 0}, {11988, 7, 11005, 8421}, {11995, 6, 8706, 824}, {12001, 8, 10772, 0},
    {12009, 4, 8832, 0}, {12013, 7, 8928, 0}, {12020, 5, 10927, 824}, {12025, 6, 8832, 0},
    {12031, 8, 10927, 824}, {12039, 6, 8655, 0}, {12045, 6, 8603, 0}, {12051, 7, 10547, 824},
    {12058, 7, 8605, 824}, {12065, 12, 8603, 0}, {12077, 6, 8939, 0}, {12083, 7, 8941, 0},
    {12090, 4, 8833, 0}, {12094, 7, 8929, 0}, {12101, 5, 10928, 824}, {12106, 5, 120003, 0},
    {12111, 10, 8740, 0}, {12121, 15, 8742, 0}, {12136, 5, 8769, 0}, {12141, 6, 8772, 0},
    {12147, 7, 8772, 0}, {12154, 6, 8740, 0}, {12160, 6, 8742, 0}, {12166, 8, 8930, 0},
    {12174, 8, 8931, 0}, {12182, 5, 8836, 0}, {12187, 6, 10949, 824}, {12193, 6, 8840, 0},
    {12199, 8, 8834, 8402}, {12207, 10, 8840, 0}, {12217, 11, 10949, 824}, {12228, 6, 8833, 0},
    {12234, 8, 10928, 824}, {12242, 5, 8837, 0}, {12247, 6, 10950, 824}, {12253, 6, 8841, 0},
    {12259, 8, 8835, 8402}, {12267, 10, 8841, 0}, {12277, 11, 10950, 824}, {12288, 5, 8825, 0},
    {12293, 6, 241, 0}, {12299, 7, 241, 0}, {12306, 5, 8824, 0}, {12311, 14, 8938, 0},
    {12325, 16, 8940, 0}, {12341, 15, 8939, 0}, {12356, 17, 8941, 0}, {12373, 3, 957, 0},
    {12376, 4, 35, 0}, {12380, 7, 8470, 0}, {12387, 6, 8199, 0}, {12393, 7, 8877, 0},
    {12400, 7, 10500, 0}, {12407, 5, 8781, 8402}, {12412, 7, 8876, 0}, {12419, 5, 8805, 8402},
    {12424, 5, 62, 8402}, {12429, 8, 10718, 0}, {12437, 7, 10498, 0}, {12444, 5, 8804, 8402},
    {12449, 5, 60, 8402}, {12454, 8, 8884, 8402}, {12462, 7, 10499, 0}, {12469, 8, 8885, 8402},
    {12477, 6, 8764, 8402}, {12483, 6, 8662, 0}, {12489, 7, 10531, 0}, {12496, 6, 8598, 0},
    {12502, 8, 8598, 0}, {12510, 7, 10535, 0}, {12517, 3, 9416, 0}, {12520, 6, 243, 0},
    {12526, 7, 243, 0}, {12533, 5, 8859, 0}, {12538, 5, 8858, 0}, {12543, 5, 244, 0},
    {12548, 6, 244, 0}, {12554, 4, 1086, 0}, {12558, 6, 8861, 0}, {12564, 7, 337, 0},
    {12571, 5, 10808, 0}, {12576, 5, 8857, 0}, {12581, 7, 10684, 0}, {12588, 6, 339, 0},
    {12594, 6, 10687, 0}, {12600, 4, 120108, 0}, {12604, 5, 731, 0}, {12609, 6, 242, 0},
    {12615, 7, 242, 0}, {12622, 4, 10689, 0}, {12626, 6, 10677, 0}, {12632, 4, 937, 0},
    {12636, 5, 8750, 0}, {12641, 6, 8634, 0}, {12647, 6, 10686, 0}, {12653, 8, 10683, 0},
    {12661, 6, 8254, 0}, {12667, 4, 10688, 0}, {12671, 6, 333, 0}, {12677, 6, 969, 0},
    {12683, 8, 959, 0}, {12691, 5, 10678, 0}, {12696, 7, 8854, 0}, {12703, 5, 120160, 0},
    {12708, 5, 10679, 0}, {12713, 6, 10681, 0}, {12719, 6, 8853, 0}, {12725, 3, 8744, 0},
    {12728, 6, 8635, 0}, {12734, 4, 10845, 0}, {12738, 6, 8500, 0}, {12744, 8, 8500, 0},
    {12752, 4, 170, 0}, {12756, 5, 170, 0}, {12761, 4, 186, 0}, {12765, 5, 186, 0},
    {12770, 7, 8886, 0}, {12777, 5, 10838, 0}, {12782, 8, 10839, 0}, {12790, 4, 10843, 0},
    {12794, 5, 8500, 0}, {12799, 6, 248, 0}, {12805, 7, 248, 0}, {12812, 5, 8856, 0},
    {12817, 6, 245, 0}, {12823, 7, 245, 0}, {12830, 7, 8855, 0}, {12837, 9, 10806, 0},
    {12846, 4, 246, 0}, {12850, 5, 246, 0}, {12855, 6, 9021, 0}, {12861, 4, 8741, 0},
    {12865, 4, 182, 0}, {12869, 5, 182, 0}, {12874, 9, 8741, 0}, {12883, 7, 10995, 0},
    {12890, 6, 11005, 0}, {12896, 5, 8706, 0}, {12901, 4, 1087, 0}, {12905, 7, 37, 0},
    {12912, 7, 46, 0}, {12919, 7, 8240, 0}, {12926, 5, 8869, 0}, {12931, 8, 8241, 0},
    {12939, 4, 120109, 0}, {12943, 4, 966, 0}, {12947, 5, 981, 0}, {12952, 7, 8499, 0},
    {12959, 6, 9742, 0}, {12965, 3, 960, 0}, {12968, 10, 8916, 0}, {12978, 4, 982, 0},
    {12982, 7, 8463, 0}, {12989, 8, 8462, 0}, {12997, 7, 8463, 0}, {13004, 5, 43, 0},
    {13009, 9, 10787, 0}, {13018, 6, 8862, 0}, {13024, 8, 10786, 0}, {13032, 7, 8724, 0},
    {13039, 7, 10789, 0}, {13046, 6, 10866, 0}, {13052, 6, 177, 0}, {13058, 7, 177, 0},
    {13065, 8, 10790, 0}, {13073, 8, 10791, 0}, {13081, 3, 177, 0}, {13084, 9, 10773, 0},
    {13093, 5, 120161, 0}, {13098, 5, 163, 0}, {13103, 6, 163, 0}, {13109, 3, 8826, 0},
    {13112, 4, 10931, 0}, {13116, 5, 10935, 0}, {13121, 6, 8828, 0}, {13127, 4, 10927, 0},
    {13131, 5, 8826, 0}, {13136, 11, 10935, 0}, {13147, 12, 8828, 0}, {13159, 7, 10927, 0},
    {13166, 12, 10937, 0}, {13178, 9, 10933, 0}, {13187, 9, 8936, 0}, {13196, 8, 8830, 0},
    {13204, 6, 8242, 0}, {13210, 7, 8473, 0}, {13217, 5, 10933, 0}, {13222, 6, 10937, 0},
    {13228, 7, 8936, 0}, {13235, 5, 8719, 0}, {13240, 9, 9006, 0}, {13249, 9, 8978, 0},
    {13258, 9, 8979, 0}, {13267, 5, 8733, 0}, {13272, 7, 8733, 0}, {13279, 6, 8830, 0},
    {13285, 7, 8880, 0}, {13292, 5, 120005, 0}, {13297, 4, 968, 0}, {13301, 7, 8200, 0},
    {13308, 4, 120110, 0}, {13312, 5, 10764, 0}, {13317, 5, 120162, 0}, {13322, 7, 8279, 0},
    {13329, 5, 120006, 0}, {13334, 12, 8461, 0}, {13346, 8, 10774, 0}, {13354, 6, 63, 0},
    {13360, 8, 8799, 0}, {13368, 4, 34, 0}, {13372, 5, 34, 0}, {13377, 6, 8667, 0},
    {13383, 5, 8658, 0}, {13388, 7, 10524, 0}, {13395, 6, 10511, 0}, {13401, 5, 10596, 0},
    {13406, 5, 8765, 817}, {13411, 7, 341, 0}, {13418, 6, 8730, 0}, {13424, 9, 10675, 0},
    {13433, 5, 10217, 0}, {13438, 6, 10642, 0}, {13444, 6, 10661, 0}, {13450, 7, 10217, 0},
    {13457, 5, 187, 0}, {13462, 6, 187, 0}, {13468, 5, 8594, 0}, {13473, 7, 10613, 0},
    {13480, 6, 8677, 0}, {13486, 8, 10528, 0}, {13494, 6, 10547, 0}, {13500, 7, 10526, 0},
    {13507, 7, 8618, 0}, {13514, 7, 8620, 0}, {13521, 7, 10565, 0}, {13528, 8, 10612, 0},
    {13536, 7, 8611, 0}, {13543, 6, 8605, 0}, {13549, 7, 10522, 0}, {13556, 6, 8758, 0},
    {13562, 10, 8474, 0}, {13572, 6, 10509, 0}, {13578, 6, 10099, 0}, {13584, 7, 125, 0},
    {13591, 7, 93, 0}, {13598, 6, 10636, 0}, {13604, 8, 10638, 0}, {13612, 8, 10640, 0},
    {13620, 7, 345, 0}, {13627, 7, 343, 0}, {13634, 6, 8969, 0}, {13640, 5, 125, 0},
    {13645, 4, 1088, 0}, {13649, 5, 10551, 0}, {13654, 8, 10601, 0}, {13662, 6, 8221, 0},
    {13668, 7, 8221, 0}, {13675, 5, 8627, 0}, {13680, 5, 8476, 0}, {13685, 8, 8475, 0},
    {13693, 9, 8476, 0}, {13702, 6, 8477, 0}, {13708, 5, 9645, 0}, {13713, 3, 174, 0},
    {13716, 4, 174, 0}, {13720, 7, 10621, 0}, {13727, 7, 8971, 0}, {13734, 4, 120111, 0},
    {13738, 6, 8641, 0}, {13744, 6, 8640, 0}, {13750, 7, 10604, 0}, {13757, 4, 961, 0},
    {13761, 5, 1009, 0}, {13766, 11, 8594, 0}, {13777, 15, 8611, 0}, {13792, 17, 8641, 0},
    {13809, 15, 8640, 0}, {13824, 16, 8644, 0}, {13840, 18, 8652, 0}, {13858, 17, 8649, 0},
    {13875, 16, 8605, 0}, {13891, 16, 8908, 0}, {13907, 5, 730, 0}, {13912, 13, 8787, 0},
    {13925, 6, 8644, 0}, {13931, 6, 8652, 0}, {13937, 4, 8207, 0}, {13941, 7, 9137, 0},
    {13948, 11, 9137, 0}, {13959, 6, 10990, 0}, {13965, 6, 10221, 0}, {13971, 6, 8702, 0},
    {13977, 6, 10215, 0}, {13983, 6, 10630, 0}, {13989, 5, 120163, 0}, {13994, 7, 10798, 0},
    {14001, 8, 10805, 0}, {14009, 5, 41, 0}, {14014, 7, 10644, 0}, {14021, 9, 10770, 0},
    {14030, 6, 8649, 0}, {14036, 7, 8250, 0}, {14043, 5, 120007, 0}, {14048, 4, 8625, 0},
    {14052, 5, 93, 0}, {14057, 6, 8217, 0}, {14063, 7, 8217, 0}, {14070, 7, 8908, 0},
    {14077, 7, 8906, 0}, {14084, 5, 9657, 0}, {14089, 6, 8885, 0}, {14095, 6, 9656, 0},
    {14101, 9, 10702, 0}, {14110, 8, 10600, 0}, {14118, 3, 8478, 0}, {14121, 7, 347, 0},
    {14128, 6, 8218, 0}, {14134, 3, 8827, 0}, {14137, 4, 10932, 0}, {14141, 5, 10936, 0},
    {14146, 7, 353, 0}, {14153, 6, 8829, 0}, {14159, 4, 10928, 0}, {14163, 7, 351, 0},
    {14170, 6, 349, 0}, {14176, 5, 10934, 0}, {14181, 6, 10938, 0}, {14187, 7, 8937, 0},
    {14194, 9, 10771, 0}, {14203, 6, 8831, 0}, {14209, 4, 1089, 0}, {14213, 5, 8901, 0},
    {14218, 6, 8865, 0}, {14224, 6, 10854, 0}, {14230, 6, 8664, 0}, {14236, 7, 10533, 0},
    {14243, 6, 8600, 0}, {14249, 8, 8600, 0}, {14257, 4, 167, 0}, {14261, 5, 167, 0},
    {14266, 5, 59, 0}, {14271, 7, 10537, 0}, {14278, 9, 8726, 0}, {14287, 6, 8726, 0},
    {14293, 5, 10038, 0}, {14298, 4, 120112, 0}, {14302, 7, 8994, 0}, {14309, 6, 9839, 0},
    {14315, 7, 1097, 0}, {14322, 5, 1096, 0}, {14327, 9, 8739, 0}, {14336, 14, 8741, 0},
    {14350, 3, 173, 0}, {14353, 4, 173, 0}, {14357, 6, 963, 0}, {14363, 7, 962, 0},
    {14370, 7, 962, 0}, {14377, 4, 8764, 0}, {14381, 7, 10858, 0}, {14388, 5, 8771, 0},
    {14393, 6, 8771, 0}, {14399, 5, 10910, 0}, {14404, 6, 10912, 0}, {14410, 5, 10909, 0},
    {14415, 6, 10911, 0}, {14421, 6, 8774, 0}, {14427, 8, 10788, 0}, {14435, 8, 10610, 0},
    {14443, 6, 8592, 0}, {14449, 14, 8726, 0}, {14463, 7, 10803, 0}, {14470, 9, 10724, 0},
    {14479, 5, 8739, 0}, {14484, 6, 8995, 0}, {14490, 4, 10922, 0}, {14494, 5, 10924, 0},
    {14499, 6, 10924, 65024}, {14505, 7, 1100, 0}, {14512, 4, 47, 0}, {14516, 5, 10692, 0},
    {14521, 7, 9023, 0}, {14528, 5, 120164, 0}, {14533, 7, 9824, 0}, {14540, 10, 9824, 0},
    {14550, 5, 8741, 0}, {14555, 6, 8851, 0}, {14561, 7, 8851, 65024}, {14568, 6, 8852, 0},
    {14574, 7, 8852, 65024}, {14581, 6, 8847, 0}, {14587, 7, 8849, 0}, {14594, 9, 8847, 0},
    {14603, 11, 8849, 0}, {14614, 6, 8848, 0}, {14620, 7, 8850, 0}, {14627, 9, 8848, 0},
    {14636, 11, 8850, 0}, {14647, 4, 9633, 0}, {14651, 7, 9633, 0}, {14658, 7, 9642, 0},
    {14665, 5, 9642, 0}, {14670, 6, 8594, 0}, {14676, 5, 120008, 0}, {14681, 7, 8726, 0},
    {14688, 7, 8995, 0}, {14695, 7, 8902, 0}, {14702, 5, 9734, 0}, {14707, 6, 9733, 0},
    {14713, 16, 1013, 0}, {14729, 12, 981, 0}, {14741, 6, 175, 0}, {14747, 4, 8834, 0},
    {14751, 5, 10949, 0}, {14756, 7, 10941, 0}, {14763, 5, 8838, 0}, {14768, 8, 10947, 0},
    {14776, 8, 10945, 0}, {14784, 6, 10955, 0}, {14790, 6, 8842, 0}, {14796, 8, 10943, 0},
    {14804, 8, 10617, 0}, {14812, 7, 8834, 0}, {14819, 9, 8838, 0}, {14828, 10, 10949, 0},
    {14838, 10, 8842, 0}, {14848, 11, 10955, 0}, {14859, 7, 10951, 0}, {14866, 7, 10965, 0},
    {14873, 7, 10963, 0}, {14880, 5, 8827, 0}, {14885, 11, 10936, 0}, {14896, 12, 8829, 0},
    {14908, 7, 10928, 0}, {14915, 12, 10938, 0}, {14927, 9, 10934, 0}, {14936, 9, 8937, 0},
    {14945, 8, 8831, 0}, {14953, 4, 8721, 0}, {14957, 5, 9834, 0}, {14962, 4, 185, 0},
    {14966, 5, 185, 0}, {14971, 4, 178, 0}, {14975, 5, 178, 0}, {14980, 4, 179, 0},
    {14984, 5, 179, 0}, {14989, 4, 8835, 0}, {14993, 5, 10950, 0}, {14998, 7, 10942, 0},
    {15005, 8, 10968, 0}, {15013, 5, 8839, 0}, {15018, 8, 10948, 0}, {15026, 8, 10185, 0},
    {15034, 8, 10967, 0}, {15042, 8, 10619, 0}, {15050, 8, 10946, 0}, {15058, 6, 10956, 0},
    {15064, 6, 8843, 0}, {15070, 8, 10944, 0}, {15078, 7, 8835, 0}, {15085, 9, 8839, 0},
    {15094, 10, 10950, 0}, {15104, 10, 8843, 0}, {15114, 11, 10956, 0}, {15125, 7, 10952, 0},
    {15132, 7, 10964, 0}, {15139, 7, 10966, 0}, {15146, 6, 8665, 0}, {15152, 7, 10534, 0},
    {15159, 6, 8601, 0}, {15165, 8, 8601, 0}, {15173, 7, 10538, 0}, {15180, 5, 223, 0},
    {15185, 6, 223, 0}, {15191, 7, 8982, 0}, {15198, 4, 964, 0}, {15202, 5, 9140, 0},
    {15207, 7, 357, 0}, {15214, 7, 355, 0}, {15221, 4, 1090, 0}, {15225, 5, 8411, 0},
    {15230, 7, 8981, 0}, {15237, 4, 120113, 0}, {15241, 7, 8756, 0}, {15248, 10, 8756, 0},
    {15258, 6, 952, 0}, {15264, 9, 977, 0}, {15273, 7, 977, 0}, {15280, 12, 8776, 0},
    {15292, 9, 8764, 0}, {15301, 7, 8201, 0}, {15308, 6, 8776, 0}, {15314, 7, 8764, 0},
    {15321, 5, 254, 0}, {15326, 6, 254, 0}, {15332, 6, 732, 0}, {15338, 5, 215, 0},
    {15343, 6, 215, 0}, {15349, 7, 8864, 0}, {15356, 9, 10801, 0}, {15365, 7, 10800, 0},
    {15372, 5, 8749, 0}, {15377, 5, 10536, 0}, {15382, 4, 8868, 0}, {15386, 7, 9014, 0},
    {15393, 7, 10993, 0}, {15400, 5, 120165, 0}, {15405, 8, 10970, 0}, {15413, 5, 10537, 0},
    {15418, 7, 8244, 0}, {15425, 6, 8482, 0}, {15431, 9, 9653, 0}, {15440, 13, 9663, 0},
    {15453, 13, 9667, 0}, {15466, 15, 8884, 0}, {15481, 10, 8796, 0}, {15491, 14, 9657, 0},
    {15505, 16, 8885, 0}, {15521, 7, 9708, 0}, {15528, 5, 8796, 0}, {15533, 9, 10810, 0},
    {15542, 8, 10809, 0}, {15550, 6, 10701, 0}, {15556, 8, 10811, 0}, {15564, 9, 9186, 0},
    {15573, 5, 120009, 0}, {15578, 5, 1094, 0}, {15583, 6, 1115, 0}, {15589, 7, 359, 0},
    {15596, 6, 8812, 0}, {15602, 17, 8606, 0}, {15619, 18, 8608, 0}, {15637, 5, 8657, 0},
    {15642, 5, 10595, 0}, {15647, 6, 250, 0}, {15653, 7, 250, 0}, {15660, 5, 8593, 0},
    {15665, 6, 1118, 0}, {15671, 7, 365, 0}, {15678, 5, 251, 0}, {15683, 6, 251, 0},
    {15689, 4, 1091, 0}, {15693, 6, 8645, 0}, {15699, 7, 369, 0}, {15706, 6, 10606, 0},
    {15712, 7, 10622, 0}, {15719, 4, 120114, 0}, {15723, 6, 249, 0}, {15729, 7, 249, 0},
    {15736, 6, 8639, 0}, {15742, 6, 8638, 0}, {15748, 6, 9600, 0}, {15754, 7, 8988, 0},
    {15761, 9, 8988, 0}, {15770, 7, 8975, 0}, {15777, 6, 9720, 0}, {15783, 6, 363, 0},
    {15789, 3, 168, 0}, {15792, 4, 168, 0}, {15796, 6, 371, 0}, {15802, 5, 120166, 0},
    {15807, 8, 8593, 0}, {15815, 12, 8597, 0}, {15827, 14, 8639, 0}, {15841, 15, 8638, 0},
    {15856, 6, 8846, 0}, {15862, 5, 965, 0}, {15867, 6, 978, 0}, {15873, 8, 965, 0},
    {15881, 11, 8648, 0}, {15892, 7, 8989, 0}, {15899, 9, 8989, 0}, {15908, 7, 8974, 0},
    {15915, 6, 367, 0}, {15921, 6, 9721, 0}, {15927, 5, 120010, 0}, {15932, 6, 8944, 0},
    {15938, 7, 361, 0}, {15945, 5, 9653, 0}, {15950, 6, 9652, 0}, {15956, 6, 8648, 0},
    {15962, 4, 252, 0}, {15966, 5, 252, 0}, {15971, 8, 10663, 0}, {15979, 5, 8661, 0},
    {15984, 5, 10984, 0}, {15989, 6, 10985, 0}, {15995, 6, 8872, 0}, {16001, 7, 10652, 0},
    {16008, 11, 1013, 0}, {16019, 9, 1008, 0}, {16028, 11, 8709, 0}, {16039, 7, 981, 0},
    {16046, 6, 982, 0}, {16052, 10, 8733, 0}, {16062, 5, 8597, 0}, {16067, 7, 1009, 0},
    {16074, 9, 962, 0}, {16083, 13, 8842, 65024}, {16096, 14, 10955, 65024}, {16110, 13, 8843, 65024},
    {16123, 14, 10956, 65024}, {16137, 9, 977, 0}, {16146, 16, 8882, 0}, {16162, 17, 8883, 0},
    {16179, 4, 1074, 0}, {16183, 6, 8866, 0}, {16189, 4, 8744, 0}, {16193, 7, 8891, 0},
    {16200, 6, 8794, 0}, {16206, 7, 8942, 0}, {16213, 7, 124, 0}, {16220, 5, 124, 0},
    {16225, 4, 120115, 0}, {16229, 6, 8882, 0}, {16235, 6, 8834, 8402}, {16241, 6, 8835, 8402},
    {16247, 5, 120167, 0}, {16252, 6, 8733, 0}, {16258, 6, 8883, 0}, {16264, 5, 120011, 0},
    {16269, 7, 10955, 65024}, {16276, 7, 8842, 65024}, {16283, 7, 10956, 65024}, {16290, 7, 8843, 65024},
    {16297, 8, 10650, 0}, {16305, 6, 373, 0}, {16311, 7, 10847, 0}, {16318, 6, 8743, 0},
    {16324, 7, 8793, 0}, {16331, 7, 8472, 0}, {16338, 4, 120116, 0}, {16342, 5, 120168, 0},
    {16347, 3, 8472, 0}, {16350, 3, 8768, 0}, {16353, 7, 8768, 0}, {16360, 5, 120012, 0},
    {16365, 5, 8898, 0}, {16370, 6, 9711, 0}, {16376, 5, 8899, 0}, {16381, 6, 9661, 0},
    {16387, 4, 120117, 0}, {16391, 6, 10234, 0}, {16397, 6, 10231, 0}, {16403, 3, 958, 0},
    {16406, 6, 10232, 0}, {16412, 6, 10229, 0}, {16418, 5, 10236, 0}, {16423, 5, 8955, 0},
    {16428, 6, 10752, 0}, {16434, 5, 120169, 0}, {16439, 7, 10753, 0}, {16446, 7, 10754, 0},
    {16453, 6, 10233, 0}, {16459, 6, 10230, 0}, {16465, 5, 120013, 0}, {16470, 7, 10758, 0},
    {16477, 7, 10756, 0}, {16484, 6, 9651, 0}, {16490, 5, 8897, 0}, {16495, 7, 8896, 0},
    {16502, 6, 253, 0}, {16508, 7, 253, 0}, {16515, 5, 1103, 0}, {16520, 6, 375, 0},
    {16526, 4, 1099, 0}, {16530, 3, 165, 0}, {16533, 4, 165, 0}, {16537, 4, 120118, 0},
    {16541, 5, 1111, 0}, {16546, 5, 120170, 0}, {16551, 5, 120014, 0}, {16556, 5, 1102, 0},
    {16561, 4, 255, 0}, {16565, 5, 255, 0}, {16570, 7, 378, 0}, {16577, 7, 382, 0},
    {16584, 4, 1079, 0}, {16588, 5, 380, 0}, {16593, 7, 8488, 0}, {16600, 5, 950, 0},
    {16605, 4, 120119, 0}, {16609, 5, 1078, 0}, {16614, 8, 8669, 0}, {16622, 5, 120171, 0},
    {16627, 5, 120015, 0}, {16632, 4, 8205, 0}, {16636, 5, 8204, 0},
};
