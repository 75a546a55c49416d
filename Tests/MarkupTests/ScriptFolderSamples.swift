extension FoldingCase {
    static let all = techniques + sinks + ordinary

    static let techniques: [FoldingCase] = [
        FoldingCase(
            "sum of literals", #"document.write("<a href='http://" + "bet" + '.com' + "'>nhà cái</a>");"#,
            ["markup decoded: <a href='http://bet.com'>nhà cái</a>"]),
        FoldingCase(
            "growing variable", "var s='nha ';s+='cai ';s+='uy tin';document.write(s)",
            ["markup decoded: nha cai uy tin"]),
        FoldingCase("reverse and join", "document.write(['c','b','a'].reverse().join(''))", ["markup decoded: abc"]),
        FoldingCase(
            "split, reverse, join", "var s='moc.live//:ptth'.split('').reverse().join('');location.href=s",
            ["redirect decoded: http://evil.com"]),
        FoldingCase(
            "atob", "window.location.replace(atob('aHR0cDovL2V2aWwuY29tL2JldA=='))",
            ["redirect decoded: http://evil.com/bet"]),
        FoldingCase(
            "atob of UTF-8", "document.write(atob('Q8OhIMSR4buZIGLDs25nIMSRw6E='))", ["markup decoded: Cá độ bóng đá"]),
        FoldingCase(
            "atob, escape, decodeURIComponent",
            "document.write(decodeURIComponent(escape(window.atob('Q8OhIMSR4buZIGLDs25nIMSRw6E='))))",
            ["markup decoded: Cá độ bóng đá"]),
        FoldingCase(
            "eval of fromCharCode",
            "eval(String.fromCharCode(108,111,99,97,116,105,111,110,61,34,47,98,101,116,34))",
            [#"code decoded: location="/bet""#, "redirect decoded: /bet"]),
        FoldingCase(
            "fromCharCode.apply and spread",
            "a=String.fromCharCode.apply(null,[0x62,0x65,0x74,56]);b=String.fromCharCode(...[98,101,116,57])",
            ["plain decoded: bet8", "plain decoded: bet9"]),
        FoldingCase(
            "unescape", "document.write(unescape('%3Cb%3Ecasino %u0111%E1%3C/b%3E'))",
            ["markup decoded: <b>casino đá</b>"]),
        FoldingCase(
            "percent signs", "document['write'](decodeURIComponent('C%C3%A1%20%C4%91%E1%BB%99%3'))",
            ["markup decoded: Cá độ%3"]),
        FoldingCase(
            "escapes", #"x='\x68\u1ed9p \u{111}\u{00e1} \141\n\q' ; y="line \"# + "\n" + #"continues here""#,
            ["plain decoded: hộp đá a\nq", "plain decoded: line continues here"]),
        FoldingCase(
            "surrogates", #"x = "\ud83d" + "\ude00 tiền \ud83d!""#, ["plain decoded: \u{1F600} tiền \u{FFFD}!"]),
        FoldingCase(
            "array of escaped strings",
            #"var _0x=["\x68\x74\x74\x70\x3A\x2F\x2F\x62\x65\x74","\x6C\x6F\x63\x61\x74\x69\x6F\x6E","\x68\x72\x65\x66"];"#
                + "window[_0x[1]][_0x[2]]=_0x[0]",
            ["redirect decoded: http://bet"]),
        FoldingCase(
            "array behind an accessor",
            "var _0x1=['unused text','keo nha cai','write'];var _0x2=function(a,b){a=a-0x10;var c=_0x1[a];return c;};"
                + "document[_0x2('0x12')](_0x2(0x11))",
            ["plain: unused text", "markup: keo nha cai"]),
        FoldingCase(
            "array inside a function behind an accessor",
            "function _0xf(){const q=['one bet88','two casino'];_0xf=function(){return q;};return _0xf();}"
                + "function _0xg(a,b){const c=_0xf();return _0xg=function(d,e){d=d-0x17a;let f=c[d];return f;},_0xg(a,b);}"
                + "document.write(_0xg(0x17b))",
            ["plain: one bet88", "markup: two casino"]),
        FoldingCase(
            "map with a function",
            "document.write([107,106,119].map(function(c){return String.fromCharCode(c^3)}).join(''))",
            ["markup decoded: hit"]),
        FoldingCase(
            "map with an arrow",
            "document.write('klw'.split('').map((c, i) => String.fromCharCode(c.charCodeAt(0) - 3)).join(''))",
            ["markup decoded: hit"]),
        FoldingCase(
            "map with a name",
            "document.write('104,105,116'.split(/,/).map(Number).map(String.fromCharCode).join('') )",
            ["markup decoded: hit"]),
        FoldingCase(
            "forEach", "var t='';[104,105,116].forEach(c=>{t+=String.fromCharCode(c)});document.write(t)",
            ["markup decoded: hit"]),
        FoldingCase(
            "loop over an array",
            "var a=[105,106,117],s='';for(var i=0;i<a.length;i++){s+=String.fromCharCode(a[i]-1)}document.write(s)",
            ["markup decoded: hit"]),
        FoldingCase(
            "loop over pairs of hex digits",
            "var h='686974636c7562',r='';for(var i=0;i<h.length;i+=2)r+=String.fromCharCode(parseInt(h.substr(i,2),16));"
                + "document.write(r)",
            ["plain: 686974636c7562", "markup decoded: hitclub"]),
        FoldingCase(
            "for of", "var t='';for(const c of [104,105,116]){t+=String.fromCharCode(c)}document.write(t)",
            ["markup decoded: hit"]),
        FoldingCase(
            "decoder function", "function d(s){return s.split('').reverse().join('')}document.write(d('bulctih'))",
            ["markup decoded: hitclub"]),
        FoldingCase(
            "packer",
            "eval(function(p,a,c,k,e,d){e=function(c){return c};while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+"
                + "'\\\\b','g'),k[c])}}return p}('0.1(\"<2>3 4</2>\")',5,5,'document|write|b|nhà|cái'.split('|'),0,{}))",
            [
                #"plain decoded: \b\b"#, #"code decoded: document.write("<b>nhà cái</b>")"#,
                "markup decoded: <b>nhà cái</b>",
            ]),
        FoldingCase(
            "methods",
            "x='  HTTP://BET.Example/Path  '.trim().toLowerCase().replace('example','com').concat('/','a').slice(0,-2);"
                + "y='abcdefghij'.substring(7,2)+'abcdefghij'.substr(-3,2)+'ab'.charAt(1)+'abc'[0]+'ab'.repeat(2);"
                + "z='a-b-c-d-e'.replace(/-/g,'%')+'1.5.6'.split('.').join('')",
            ["plain decoded: http://bet.com/path", "plain decoded: cdefghibaabab", "plain decoded: a%b%c%d%e156"]),
        FoldingCase(
            "wide text is indexed by characters", "x='đđđcá độ'.substring(3)+'độ'.charAt(1)+'bóng đá'.split('')[3]",
            ["plain decoded: cá độộg"]),
        FoldingCase(
            "arithmetic", "x='n'+(0x10*2+1-3%2)+(1<<4|2^1)+(7>>>1)+(~5)+parseInt('zz',36)+(255).toString(16)+(1/2)",
            ["plain decoded: n32193-61295ff0.5"]),
        FoldingCase(
            "object members", "var o={u:'http://e.vn/','p':'bet88'};location.href=o.u+o['p']",
            ["redirect decoded: http://e.vn/bet88"]),
        FoldingCase(
            "template", "const n='bet';document.body.innerHTML+=`<i>${n+88} ${`x${1}`}</i>`",
            ["markup decoded: <i>bet88 x1</i>"]),
        FoldingCase(
            "comments and regular expressions hide no strings",
            "<!-- 'html like comment\n// 'line'\n/* 'block' */ a=b/c/d;e=/['\"]/g.test('slash /text');f=(1)/2/'never ends",
            ["plain: slash /text", "plain: never ends"]),
        FoldingCase("hole", "x='head of text '+q+' and its tail'", ["plain decoded: head of text  and its tail"]),
        FoldingCase(
            "btoa and back", "document.write(atob(btoa('khuyến'.slice(0,4)+'mai')))", ["markup decoded: khuymai"]),
    ]

    static let sinks: [FoldingCase] = [
        FoldingCase(
            "markup",
            "document.writeln('a');d=document;d.write('b');e.innerHTML='c';e.outerHTML+='d';e.insertAdjacentHTML('beforeend','e');"
                + "$('#x').html('f').append('<i>');x.append('g');$('<b>h</b>')",
            [
                "markup: a", "markup: b", "markup: c", "markup: d", "plain: beforeend", "markup: e",
                "markup: f",
                "markup: <i>", "markup: <b>h</b>",
            ]),
        FoldingCase(
            "redirects",
            "location='/a';window.location='/b';top.location.href='/c';self.location.replace('/d');parent.location.assign('/e');"
                + "window.open('/f');document.location='/g';window['location']['href']='/h'",
            ["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"].map { "redirect: " + $0 }),
        FoldingCase(
            "links",
            "i.src='/a.js';a.href='/b';a.setAttribute('href','/c');$(a).attr('src','/d');a.setAttribute('id','/e')",
            ["/a.js", "/b", "/c", "/d"].map { "link: " + $0 }),
        FoldingCase(
            "code", "setTimeout(\"location='/a'\",9);new Function('a','document.write(\"text\")')",
            [
                "code: location='/a'", "code: a", #"code: document.write("text")"#, "redirect decoded: /a",
                "markup decoded: text",
            ]),
        FoldingCase(
            "no redirects",
            "var location='Hà Nội';x.location='Hà Nội';location.hash='#a';history.replace('/b');'a'.replace('a','/c');open('/d')",
            ["plain: Hà Nội", "plain: Hà Nội"]),
        FoldingCase(
            "branches", "location=a=='compared'?'/yes':b||'/no'",
            ["plain: compared", "redirect: /yes", "redirect: /no"]),
        FoldingCase(
            "if", "if(/google|bing/.test(document.referrer)){location='/a'}else{location='/b'}location='/c'",
            ["redirect conditional: /a", "redirect conditional: /b", "redirect: /c"]),
        FoldingCase(
            "and, or",
            "/bot/.test(navigator.userAgent)||(location='/a');document.cookie.match(x)&&document.write('b');location='/c'",
            ["redirect conditional: /a", "markup conditional: b", "redirect: /c"]),
        FoldingCase(
            "tested variable", "var r=document.referrer;if(r.indexOf('g')>-1)location='/a'\nlocation='/b'",
            ["redirect conditional: /a", "redirect: /b"]),
        FoldingCase(
            "tested function", "function m(){return screen.width<500}if(m()){location='/a'}",
            ["redirect conditional: /a"]),
        FoldingCase(
            "early return", "function f(){if(!localStorage.x)return;location='/a'}location='/b'",
            ["redirect conditional: /a", "redirect: /b"]),
    ]

    static let ordinary: [FoldingCase] = [
        FoldingCase(
            "Twitter",
            "!function(d,s,id){var js,fjs=d.getElementsByTagName(s)[0],p=/^http:/.test(d.location)?'http':'https';"
                + "if(!d.getElementById(id)){js=d.createElement(s);js.id=id;js.src=p+'://platform.twitter.com/widgets.js';"
                + "fjs.parentNode.insertBefore(js,fjs);}}(document, 'script', 'twitter-wjs');",
            ["link decoded: https://platform.twitter.com/widgets.js", "plain: twitter-wjs"]),
        FoldingCase(
            "YouTube",
            "var tag=document.createElement('script');tag.src=\"https://www.youtube.com/iframe_api\";"
                + "var player;function onYouTubeIframeAPIReady(){player=new YT.Player('player',{height:'390',videoId:'M7lc1UVf-VE'});}",
            ["link: https://www.youtube.com/iframe_api", "plain: M7lc1UVf-VE"]),
        FoldingCase(
            "analytics",
            "(function(i,s,o,g,r,a,m){i['GoogleAnalyticsObject']=r;i[r]=i[r]||function(){(i[r].q=i[r].q||[]).push(arguments)},"
                + "i[r].l=1*new Date();a=s.createElement(o),m=s.getElementsByTagName(o)[0];a.async=1;a.src=g;"
                + "m.parentNode.insertBefore(a,m)})(window,document,'script','https://www.google-analytics.com/analytics.js','ga');"
                + "ga('create', 'UA-12345678-1', 'auto');",
            ["plain: https://www.google-analytics.com/analytics.js", "plain: UA-12345678-1"]),
        FoldingCase(
            "search form",
            "function go(){var q=$('#q').val();if(q.length>2){window.location.href=base+'/tim-kiem?q='+q}return false}",
            ["plain: /tim-kiem?q="]),
        FoldingCase(
            "data", #"var data={"title":"Thông báo tuyển dụng","items":[{"id":1,"name":"Sở Y tế"}],"n":null};"#,
            ["plain: Thông báo tuyển dụng", "plain: Sở Y tế"]),
        FoldingCase("no strings at all", "function f(a,b){return a*b/2+1}", []),
    ]
}
