/// The fixed parts of the generated pages: styles, scripts and page builds as content systems write them. Of our own
/// writing; the word lists are chosen so that no advert stands in them by chance.
enum PageMarkup {
    static let styles: [[UInt8]] = [
        Array(
            """
            body{margin:0;font:14px/1.6 Arial,Helvetica,sans-serif;color:#333;background:#f3f5f7}a{color:#0a58a5;text-decoration:none}
            .wrap{width:1170px;max-width:100%;margin:0 auto}.row:after{content:"";display:table;clear:both}.left{float:left;width:74%}
            .sr-only{position:absolute;width:1px;height:1px;padding:0;margin:-1px;overflow:hidden;clip:rect(0,0,0,0);border:0}
            .drop{display:none;position:absolute;top:100%;left:0;min-width:220px;background:#fff;box-shadow:0 2px 6px rgba(0,0,0,.2)}
            .nav li:hover>.drop{display:block}.nav{list-style:none;margin:0;padding:0;background:#b71c1c}.nav>li{display:inline-block}
            .pane{display:none}.pane.active{display:block}table{border-collapse:collapse}td,th{padding:6px 8px;border:1px solid #ccc}
            @media (max-width:768px){.left,.right{float:none;width:100%}.nav>li{display:block}}
            """.utf8),
        Array(
            """
            :root{--main:#9c1c1c;--ink:#222;--paper:#fff;--gap:.75rem}*{box-sizing:border-box}body{color:var(--ink);background:var(--paper)}
            .grid{display:grid;grid-template-columns:3fr 1fr;gap:var(--gap)}.card{border:1px solid #e2e2e2;border-radius:4px;padding:1rem}
            .visually-hidden{position:absolute!important;height:1px;width:1px;overflow:hidden;clip:rect(1px,1px,1px,1px);white-space:nowrap}
            .accordion .body{display:none}.accordion .open .body{display:block}.off{transform:translateX(-100%);position:fixed}
            .news-item{display:flex;gap:12px;margin:0 0 14px}.news-item img{width:180px;height:110px;object-fit:cover;background:#eee}
            .breadcrumb li{display:inline;list-style:none}.pager a{padding:4px 9px;border:1px solid #ccc}.footer{background:#222;color:#eee}
            """.utf8),
    ]

    static let scripts: [[UInt8]] = [
        Array(
            """
            (function(){var i=0,t=document.querySelectorAll('.item');function n(){if(!t.length)return;t[i].className='item';i=(i+1)%t.length;
            t[i].className='item active';}setInterval(n,5000);})();function toggle(id){var e=document.getElementById(id);if(!e)return false;
            e.style.display=(e.style.display=='block')?'none':'block';return false;}function bigger(d){var b=document.getElementById('text');
            var s=parseInt(window.getComputedStyle(b).fontSize,10)+d;b.style.fontSize=s+'px';}
            """.utf8),
        Array(
            """
            var cfg={"site":"mau.example","locale":"vi_VN","days":30,"path":"\\/api\\/thong-ke","labels":{"today":"Trong ngày","all":"Tất cả"}};
            (function(w,d){function get(n){var m=d.cookie.match(new RegExp('(^| )'+n+'=([^;]+)'));return m?decodeURIComponent(m[2]):'';}
            function set(n,v,x){var t=new Date();t.setTime(t.getTime()+x*864e5);d.cookie=n+'='+encodeURIComponent(v)+';expires='+t.toUTCString();}
            if(!get('_v')){set('_v',(new Date()).getTime().toString(36),cfg.days);}var x=new XMLHttpRequest();x.open('GET',cfg.path,true);
            x.onreadystatechange=function(){if(x.readyState==4&&x.status==200){var o=JSON.parse(x.responseText);var e=d.getElementById('dem');
            if(e){e.innerHTML='<li>'+cfg.labels.today+': <b>'+o.d+'</b></li>';}}};x.send();})(window,document);
            """.utf8),
        Array(
            """
            //<![CDATA[
            var theForm=document.forms['Form'];function doPost(target,argument){if(!theForm.onsubmit||(theForm.onsubmit()!=false)){
            theForm.target.value=target;theForm.argument.value=argument;theForm.submit();}}
            var days=new Array('Chủ nhật','Thứ hai','Thứ ba','Thứ tư','Thứ năm','Thứ sáu','Thứ bảy');function clock(){var d=new Date();
            var h=d.getHours(),m=d.getMinutes();document.getElementById('gio').innerHTML=days[d.getDay()]+', '+d.getDate()+'/'+(d.getMonth()+1)+
            '/'+d.getFullYear()+' - '+(h<10?'0':'')+h+':'+(m<10?'0':'')+m;}window.setInterval(clock,1000);
            //]]>
            """.utf8),
    ]

    /// Attributes of a paragraph: as pasted from a word processor, or from an editor.
    static let paragraphs: [(open: [UInt8], close: [UInt8])] = [
        (Array("<p>".utf8), Array("</p>\n".utf8)),
        (
            Array("<p style=\"text-align: justify;\"><span style=\"font-size:14px;font-family:Arial,Helvetica\">".utf8),
            Array("</span></p>\n".utf8)
        ),
        (Array("<div class=\"ExternalClass noi-dung\"><p align=\"justify\">".utf8), Array("</p></div>\n".utf8)),
        (
            Array(
                "<p class=\"MsoNormal\" style=\"margin:6pt 0cm;text-indent:1cm;line-height:150%\"><span lang=\"VI\">"
                    .utf8),
            Array("<o:p></o:p></span></p>\n".utf8)
        ),
    ]

    /// Hexadecimal filler of a hidden state field.
    static func appendState(to page: inout [UInt8], byteCount: Int, _ random: inout SplitMix64) {
        let alphabet = Array("0123456789ABCDEF".utf8)
        for _ in 0..<byteCount { page.append(alphabet[Int(random.next() % UInt64(alphabet.count))]) }
    }
}
