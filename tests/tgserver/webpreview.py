"""The account-free view of the same world: t.me/s/<channel> pages over plain HTTP on 127.0.0.1.

Markup follows what public readers of t.me/s rely on (class names, data-post, ?before=, rel=prev, one block per
album with ?single links, rounded views, 'edited', 302 for channels without preview). Not a copy of any page.
"""
import asyncio
import html
import re
import urllib.parse

from telethon.extensions import html as tl_html

from tgserver.world import build_message, when

EMOJI = re.compile('[\U0001F300-\U0001FAFF\u2600-\u27BF]')
PAGE = 20          # counts every photo of an album


def short(n):
    for lim, suf in ((10 ** 6, 'M'), (10 ** 3, 'K')):
        if n >= lim:
            return ('%.2f' % (n / lim)).rstrip('0').rstrip('.') + suf
    return str(n)


def body_html(m, ch):
    msg = build_message(ch, m)
    out = tl_html.unparse(msg.message or '', msg.entities or [])
    out = re.sub(r'<a href="([^"]+)">', r'<a href="\1" target="_blank" rel="noopener" onclick="return confirm(1);">', out)
    out = re.sub(r'(?<![\w&])#(\w+)', r'<a href="?q=%23\1">#\1</a>', out)
    out = out.replace('<strong>', '<b>').replace('</strong>', '</b>').replace('<em>', '<i>').replace('</em>', '</i>')
    return EMOJI.sub(lambda x: '<i class="emoji"><b>%s</b></i>' % x.group(), out.replace('\n', '<br/>'))


def block(ch, group):
    m, name = group[0], ch.username
    link = 'https://t.me/%s/%d' % (name, m['id'])
    svc = bool(m.get('service'))
    p = ['<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap %s'
         'js-widget_message" data-post="%s/%d">' % ('service_message ' if svc else '', name, m['id']),
         '<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color">'
         '<a class="tgme_widget_message_owner_name" href="https://t.me/%s"><span dir="auto">%s</span></a></div>' % (name, html.escape(ch.title))]
    if m.get('fwd'):
        f = m['fwd']
        who = html.escape(f.get('title') or f.get('name') or 'x')
        href = ' href="https://t.me/%s/%s"' % (f.get('username') or 'src%s' % f['channel'], f.get('post', '')) if f.get('channel') else ''
        p.append('<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<%s class="tgme_widget_message_'
                 'forwarded_from_name"%s><span dir="auto">%s</span></%s></div>' % ('a' if href else 'span', href, who, 'a' if href else 'span'))
    if m.get('reply_to'):
        p.append('<a class="tgme_widget_message_reply" href="https://t.me/%s/%d"><div class="tgme_widget_message_metatext">…</div></a>' % (name, m['reply_to']))
    for x in group:
        k = (x.get('media') or {}).get('type')
        if k == 'photo':
            p.append('<a class="tgme_widget_message_photo_wrap%s js-message_photo" href="https://t.me/%s/%d%s" style="width:800px;'
                     "background-image:url('https://cdn4.telesco.pe/file/x%d.jpg')\"></a>" % (
                         ' grouped_media_wrap' if len(group) > 1 else '', name, x['id'], '?single' if len(group) > 1 else '', x['id']))
        elif k == 'video':
            p.append('<a class="tgme_widget_message_video_player" href="%s"><time class="message_video_duration">0:10</time></a>' % link)
        elif k == 'document':
            p.append('<a class="tgme_widget_message_document_wrap" href="%s"><div class="tgme_widget_message_document">'
                     '<div class="tgme_widget_message_document_title">%s</div></div></a>' % (link, html.escape(x['media'].get('name', 'file'))))
        elif k == 'poll':
            tot = sum(v for _, v in x['media']['answers']) or 1
            p.append('<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">%s</div>' % html.escape(x['media']['question']) +
                     ''.join('<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">%d%%</div>'
                             '<div class="tgme_widget_message_poll_option_text">%s</div></div>' % (100 * v // tot, html.escape(a))
                             for a, v in x['media']['answers']) + '</div>')
        elif k and k != 'webpage':
            p.append('<div class="message_media_not_supported">Please open Telegram to view this post</div>')
    text = 'Channel created' if m.get('service') == 'create' else next((body_html(x, ch) for x in group if x.get('html') or x.get('text')), '')
    if text:
        p.append('<div class="tgme_widget_message_text js-message_text" dir="auto">%s</div>' % text)
    if (m.get('media') or {}).get('type') == 'webpage':
        p.append('<a class="tgme_widget_message_link_preview" href="%s"><div class="link_preview_title">%s</div></a>' % (
            html.escape(m['media']['url'], True), html.escape(m['media'].get('title', ''))))
    if m.get('reactions'):
        p.append('<div class="tgme_widget_message_reactions">' + ''.join(
            '<span class="tgme_reaction"><i class="emoji"><b>%s</b></i>%s</span>' % (e, short(c)) for e, c in m['reactions'].items()) + '</div>')
    views = '' if svc else '<span class="tgme_widget_message_views">%s</span><span class="copyonly"> views</span>' % short(m.get('views') or 0)
    p.append('<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">%s<span class="tgme_widget_message_meta">%s'
             '<a class="tgme_widget_message_date" href="%s"><time datetime="%s" class="time">00:00</time></a></span></div></div></div></div></div>' % (
                 views, 'edited &nbsp;' if m.get('edit_date') and not m.get('edit_hide') else '', link, when(m['date']).isoformat()))
    return ''.join(p)


def page(ch, before=None, after=None, q=None):
    ids = [i for i in ch.ids if (before is None or i < before) and (after is None or i > after)
           and (not q or q.lower() in (ch.msgs[i].get('html') or ch.msgs[i].get('text') or '').lower())]
    ids = ids[:PAGE] if after is not None else ids[-PAGE:]
    groups = []
    for i in ids:
        m = ch.msgs[i]
        if groups and m.get('grouped_id') and groups[-1][0].get('grouped_id') == m['grouped_id']:
            groups[-1].append(m)
        else:
            groups.append([m])
    prev = '<link rel="prev" href="/s/%s?before=%d">' % (ch.username, ids[0]) if ids and ids[0] > ch.ids[0] else ''
    more = '<a href="/s/%s?before=%d" class="tme_messages_more js-messages_more" data-before="%d"></a>' % (ch.username, ids[0], ids[0]) if prev else ''
    inner = more + ''.join(block(ch, g) for g in groups) if groups else '<div class="tme_no_messages_found">No posts found</div>'
    return ('<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s – Telegram</title>%s</head><body><div class="tgme_channel_info">'
            '<div class="tgme_channel_info_header_title"><span dir="auto">%s</span></div><div class="tgme_channel_info_header_username">'
            '<a href="https://t.me/%s">@%s</a></div><div class="tgme_channel_info_counter"><span class="counter_value">%s</span> '
            '<span class="counter_type">subscribers</span></div><div class="tgme_channel_info_description">%s</div></div>'
            '<section class="tgme_channel_history js-message_history">%s</section></body></html>') % (
                html.escape(ch.title), prev, html.escape(ch.title), ch.username, ch.username, short(ch.participants), html.escape(ch.about), inner)


async def serve(srv, port):
    """srv is the MTProto Server: shares its world, faults (method 'web') and journal."""
    async def handle(r, w):
        try:
            line = (await r.readline()).decode('latin1').split()
            while (await r.readline()).strip():
                pass
            u = urllib.parse.urlsplit(line[1])
            qs = dict(urllib.parse.parse_qsl(u.query))
            m = re.fullmatch(r'/s/(\w+)(?:/(\d+))?', u.path)
            ch = srv.world.by_name(m.group(1)) if m else None
            status, head, body = 200, '', ''
            f = srv.check_faults('web', ch)
            if f and f.get('action', 'flood') == 'flood':
                status, head = 429, 'Retry-After: %d\r\n' % f.get('seconds', 5)
            elif f and f['action'] == 'drop':
                srv.record(type('C', (), {'key': None}), 'web', {'path': line[1]}, 'DROPPED')
                return w.transport.abort()
            elif f and f['action'] == 'error':
                status = f.get('code', 502)
            elif m and ch and ch.state == 'ok' and getattr(ch, 'preview', True):
                num = lambda k: int(qs[k]) if qs.get(k, '').isdigit() else None
                body = page(ch, num('before') or (int(m.group(2)) + 1 if m.group(2) else None), num('after'), qs.get('q'))
            elif m:
                status, head = 302, 'Location: /%s\r\n' % m.group(1)
            else:
                body = '<html><div class="tgme_page_extra">%s</div></html>' % 'channel'
            srv.record(type('C', (), {'key': None}), 'web', {'path': line[1]}, status)
            data = body.encode()
            w.write(('HTTP/1.1 %d X\r\nContent-Type: text/html; charset=utf-8\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n'
                     % (status, head, len(data))).encode() + data)
            await w.drain()
        except (IndexError, ConnectionError):
            pass
        finally:
            w.close()
    s = await asyncio.start_server(handle, srv.host, port)
    return s.sockets[0].getsockname()[1]
