/// Our own scripts; they run in an isolated world of the page.
enum PageScripts {
    /// The document as markup, with what stands in frames of its own origin and in open shadow trees behind it; what a
    /// reader sees of it; all cut at a size.
    static let reading = """
        function () {
          const limit = 4000000, parts = [], texts = [];
          let size = 0, left = 64;
          const add = text => { if (size < limit) { parts.push(text.slice(0, limit - size)); size += text.length; } };
          const isSeen = e => { const r = e.getBoundingClientRect();
            return r.width > 2 && r.height > 2 && e.checkVisibility({opacityProperty: true, visibilityProperty: true}); };
          const section = (html, seen) =>
            add('\\n<section' + (seen ? '' : ' style="display:none"') + '>' + html + '</section>');
          const visit = (root, seen, isTop) => {
            for (const e of root.querySelectorAll('*')) {
              if (left <= 0) return;
              if (e.shadowRoot) { left--; const s = seen && isSeen(e); section(e.shadowRoot.innerHTML, s);
                if (s) texts.push(Array.from(e.shadowRoot.children, c => c.innerText || '').join('\\n'));
                visit(e.shadowRoot, s); }
              if (e.tagName === 'IFRAME' || e.tagName === 'FRAME') {
                let inner = null; try { inner = e.contentDocument; } catch {}
                if (inner && inner.body && inner.body.childNodes.length) { left--; const s = seen && isSeen(e);
                  section(inner.body.innerHTML, s); if (s) texts.push(inner.body.innerText || ''); visit(inner, s); }
              }
            }
          };
          const top = document.documentElement;
          const type = document.doctype ? '<!DOCTYPE html>' : '';
          add(type + (top ? top.outerHTML : ''));
          if (document.body) texts.push(document.body.innerText || '');
          if (top) visit(document, true);
          return {html: parts.join(''), text: texts.join('\\n').slice(0, 1000000), title: document.title.slice(0, 2000),
            url: location.href.slice(0, 4000)};
        }
        """

    static let outlining = """
        function (wanted) {
          const plain = t => t.normalize('NFC').replace(/[\\u200B-\\u200F\\u2060\\uFEFF\\u00AD]/g, '')
            .replace(/\\s+/g, ' ').trim().toLowerCase();
          const whole = plain(wanted.text);
          let found = null;
          const search = needle => {
            let best = null;
            for (const e of document.body.querySelectorAll('*')) {
              if (e.tagName === 'SCRIPT' || e.tagName === 'STYLE') continue;
              const said = plain(e.textContent + ' ' + (e.getAttribute('alt') || '') + ' ' + (e.title || ''));
              if (said.includes(needle) && (!best || best.contains(e))) best = e;
            }
            return best;
          };
          for (const length of [120, 60, 30, 14]) {
            if (found || whole.length < 8) break;
            found = search(whole.slice(0, length).trim());
          }
          if (!found && wanted.host) {
            for (const e of document.body.querySelectorAll('a[href],iframe[src],img[src]')) {
              try { if (new URL(e.href || e.src).hostname === wanted.host) { found = e; break; } } catch {}
            }
          }
          if (!found) return false;
          let place = found, box = place.getBoundingClientRect();
          while ((box.width < 4 || box.height < 4) && place.parentElement) {
            place = place.parentElement; box = place.getBoundingClientRect();
          }
          window.scrollTo(0, Math.max(0, box.top + window.scrollY - 120));
          box = place.getBoundingClientRect();
          const frame = document.createElement('div');
          const height = Math.min(Math.max(box.height, 8), innerHeight - 140), width = Math.max(box.width, 8);
          frame.style.cssText = 'all:initial;position:fixed;z-index:2147483647;pointer-events:none;box-sizing:border-box;' +
            'border:4px solid #d00000;background:rgba(208,0,0,.06);left:' + Math.max(0, box.left - 6) + 'px;top:' +
            Math.max(0, box.top - 6) + 'px;width:' + Math.min(width + 12, innerWidth) + 'px;height:' + (height + 12) + 'px';
          document.documentElement.append(frame);
          return true;
        }
        """
}
