"""A local MTProto 2.0 server: serves Telegram channels from a JSON world on 127.0.0.1.

Speaks the real wire protocol (TCP full / abridged / intermediate transports, auth key
exchange, encrypted sessions, containers, gzip, salts, updates) so that an UNMODIFIED
Telethon client talks to it. Uses Telethon's TL layer for (de)serialisation only.

    python server.py world.json --port 4430 --control 4431 --state DIR
"""
import argparse
import asyncio
import collections
import gzip
import hashlib
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import time
import zlib

import rsa
from telethon import helpers, password as srp
from telethon.crypto import AES, AuthKey
from telethon.crypto.rsa import _compute_fingerprint
from telethon.extensions import BinaryReader
from telethon.errors import TypeNotFoundError
from telethon.network.mtprotostate import MTProtoState
from telethon.tl import functions as F, types as T
from telethon.tl.core import GzipPacked, MessageContainer

from tgserver.world import World, when

sha1 = lambda b: hashlib.sha1(b).digest()
GOOD_PRIME = int(
    'C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DB'
    'FA336F6E0AC925139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64'
    '2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B41'
    '0DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4'
    'E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF'
    '6F4FADF034B10403119CD8E3B92FCC5B', 16)
PRIME_BYTES = GOOD_PRIME.to_bytes(256, 'big')
SALT1, SALT2 = b'rig-salt-1', b'rig-salt-2'
BOOL_TRUE, BOOL_FALSE = struct.pack('<I', 0x997275b5), struct.pack('<I', 0xbc799737)


def vector(items):
    return struct.pack('<Ii', 0x1cb5c415, len(items)) + b''.join(i._bytes() for i in items)


class RpcError(Exception):
    def __init__(self, code, message):
        self.code, self.message = code, message


class DropConnection(Exception):
    """after=False: close before the answer; after=True: close once it is written."""


class NoAnswer(Exception):
    pass


def method_name(req):
    cls = type(req)
    ns = cls.__module__.rsplit('.', 1)[-1]
    n = cls.__name__[:-7] if cls.__name__.endswith('Request') else cls.__name__
    n = n[:1].lower() + n[1:]
    return n if ns == 'functions' else ns + '.' + n


# --------------------------------------------------------------------------- transport
class Transport:
    def __init__(self, reader, writer):
        self.r, self.w, self.kind, self.seq = reader, writer, None, 0

    async def _first(self):
        b = await self.r.readexactly(1)
        if b == b'\xef':
            self.kind = 'abridged'
            return None
        b += await self.r.readexactly(3)
        if b == b'\xee' * 4:
            self.kind = 'intermediate'
            return None
        if b == b'\xdd' * 4:
            self.kind = 'padded'
            return None
        self.kind = 'full'
        return b

    async def read(self):
        head = await self._first() if self.kind is None else None
        if self.kind == 'full':
            head = head or await self.r.readexactly(4)
            n = struct.unpack('<i', head)[0]
            if not 12 <= n <= 1 << 24:
                raise ConnectionError('bad full packet length %d' % n)
            rest = await self.r.readexactly(n - 4)
            if zlib.crc32(head + rest[:-4]) != struct.unpack('<I', rest[-4:])[0]:
                raise ConnectionError('bad crc')
            return rest[4:-4]
        if self.kind == 'abridged':
            n = (await self.r.readexactly(1))[0]
            if n >= 0x7f:
                n = int.from_bytes(await self.r.readexactly(3), 'little')
            return await self.r.readexactly(n * 4)
        n = struct.unpack('<i', await self.r.readexactly(4))[0]
        return await self.r.readexactly(n)

    def write(self, body):
        if self.kind == 'full':
            pkt = struct.pack('<ii', len(body) + 12, self.seq) + body
            self.w.write(pkt + struct.pack('<I', zlib.crc32(pkt)))
            self.seq += 1
        elif self.kind == 'abridged':
            n = len(body) // 4
            self.w.write((bytes([n]) if n < 0x7f else b'\x7f' + n.to_bytes(3, 'little')) + body)
        else:
            self.w.write(struct.pack('<i', len(body)) + body)


def new_rsa_key():
    try:        # pure-Python key generation takes ~10 s, the openssl tool well under one
        pem = subprocess.run(['openssl', 'genrsa', '-traditional', '2048'], capture_output=True, check=True).stdout
        return rsa.PrivateKey.load_pkcs1(pem)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return rsa.newkeys(2048)[1]


# --------------------------------------------------------------------------- auth keys
class Key:
    def __init__(self, data, authorised=False, salt=None):
        self.auth = AuthKey(data)
        self.id = self.auth.key_id
        self.authorised = authorised
        self.salt = salt if salt is not None else struct.unpack('<q', os.urandom(8))[0]
        self.need_password = False
        self.error = None          # RPC error every call gets, e.g. (401, 'SESSION_REVOKED')
        self.qr_accepted = False
        self.sessions = set()


class Conn:
    """One TCP connection."""
    def __init__(self, srv, reader, writer):
        self.srv, self.t, self.w = srv, Transport(reader, writer), writer
        self.key, self.session, self.no_updates = None, None, False
        self.ctr, self.last_id, self.hs = 0, 0, {}
        self.layer = None

    # outgoing ---------------------------------------------------------------
    def msg_id(self, kind):
        n = (int(time.time() * (1 << 32)) & ~3) | kind
        while n <= self.last_id:
            n += 4
        self.last_id = n
        return n

    def send_plain(self, obj):
        b = obj._bytes()
        self.t.write(struct.pack('<qqi', 0, self.msg_id(1), len(b)) + b)

    def send(self, body, content=True, response=False):
        if self.session is None or self.w.is_closing():
            return
        seq = self.ctr * 2 + (1 if content else 0)
        if content:
            self.ctr += 1
        data = struct.pack('<qqqii', self.key.salt, self.session, self.msg_id(1 if response else 3), seq, len(body)) + body
        data += os.urandom(-(len(data) + 12) % 16 + 12)
        k = self.key.auth.key
        mk = hashlib.sha256(k[96:128] + data).digest()[8:24]
        ak, iv = MTProtoState._calc_key(k, mk, False)
        self.t.write(struct.pack('<Q', self.key.id) + mk + AES.encrypt_ige(data, ak, iv))

    def result(self, req_id, body):
        if len(body) > 512 and self.srv.gzip:
            z = gzip.compress(body, 6)
            if len(z) < len(body):
                body = struct.pack("<I", GzipPacked.CONSTRUCTOR_ID) + GzipPacked.serialize_bytes(z)
        self.send(struct.pack('<Iq', 0xf35c6d01, req_id) + body, response=True)

    # incoming ---------------------------------------------------------------
    async def run(self):
        try:
            while True:
                body = await self.t.read()
                if self.srv.blackhole:
                    continue
                if len(body) < 8:
                    raise ConnectionError('short')
                kid = struct.unpack('<Q', body[:8])[0]
                if kid == 0:
                    self.handshake(body)
                else:
                    await self.encrypted(kid, body)
                await self.w.drain()
        except DropConnection as e:
            if e.args and e.args[0]:
                await self.w.drain()
        except (asyncio.IncompleteReadError, ConnectionError, OSError):
            pass
        finally:
            self.srv.conns.discard(self)
            self.w.close()

    def handshake(self, body):
        with BinaryReader(body[20:]) as r:
            q = r.tgread_object()
        h, srv = self.hs, self.srv
        if isinstance(q, (F.ReqPqMultiRequest, F.ReqPqRequest)):
            h['nonce'], h['sn'] = q.nonce, int.from_bytes(os.urandom(16), 'little', signed=True)
            pq = (1229739323 * 1402015859).to_bytes(8, 'big')
            return self.send_plain(T.ResPQ(q.nonce, h['sn'], pq, [srv.fingerprint]))
        if isinstance(q, F.ReqDHParamsRequest):
            clear = rsa.core.decrypt_int(int.from_bytes(q.encrypted_data, 'big'), srv.priv.d, srv.priv.n).to_bytes(255, 'big')
            with BinaryReader(clear[20:]) as r:
                inner = r.tgread_object()
                used = r.tell_position()
            assert sha1(clear[20:20 + used]) == clear[:20] and inner.server_nonce == h['sn'], 'bad pq_inner_data'
            h['nn'], h['a'] = inner.new_nonce, int.from_bytes(os.urandom(256), 'big')
            dh = T.ServerDHInnerData(q.nonce, h['sn'], 3, PRIME_BYTES, pow(3, h['a'], GOOD_PRIME).to_bytes(256, 'big'),
                                     int(time.time()) + srv.clock_skew)._bytes()
            h['key'] = helpers.generate_key_data_from_nonce(h['sn'], h['nn'])
            blob = sha1(dh) + dh
            blob += os.urandom(-len(blob) % 16)
            return self.send_plain(T.ServerDHParamsOk(q.nonce, h['sn'], AES.encrypt_ige(blob, *h['key'])))
        if isinstance(q, F.SetClientDHParamsRequest):
            clear = AES.decrypt_ige(q.encrypted_data, *h['key'])
            with BinaryReader(clear[20:]) as r:
                inner = r.tgread_object()
            gab = pow(int.from_bytes(inner.g_b, 'big'), h['a'], GOOD_PRIME)
            key = Key(gab.to_bytes((gab.bit_length() + 7) // 8, 'big'), authorised=srv.world.auth['mode'] == 'auto')
            srv.keys[key.id] = key
            srv.save_keys()
            return self.send_plain(T.DhGenOk(q.nonce, h['sn'], key.auth.calc_new_nonce_hash(h['nn'], 1)))
        raise ConnectionError('unexpected plain %r' % q)

    async def encrypted(self, kid, body):
        key = self.srv.keys.get(kid)
        if key is None:
            self.t.write(struct.pack('<i', -404))
            raise DropConnection(True)
        k, mk = key.auth.key, body[8:24]
        ak, iv = MTProtoState._calc_key(k, mk, True)
        data = AES.decrypt_ige(body[24:], ak, iv)
        if hashlib.sha256(k[88:120] + data).digest()[8:24] != mk:
            raise ConnectionError('bad msg_key')
        salt, session, msg_id, seq, n = struct.unpack('<qqqii', data[:32])
        self.key = key
        if self.session != session:
            self.session, self.ctr = session, 0
            self.srv.conns.add(self)
            if session not in key.sessions:
                key.sessions.add(session)
                self.send(T.NewSessionCreated(msg_id, struct.unpack('<q', os.urandom(8))[0], key.salt)._bytes())
        if salt != key.salt:
            return self.send(T.BadServerSalt(msg_id, seq, 48, key.salt)._bytes(), content=False)
        acks = []
        await self.message(msg_id, seq, data[32:32 + n], acks)
        if acks:
            self.send(T.MsgsAck(acks)._bytes(), content=False)

    async def message(self, msg_id, seq, blob, acks):
        code = struct.unpack('<I', blob[:4])[0]
        if code == MessageContainer.CONSTRUCTOR_ID:
            cnt, pos = struct.unpack('<i', blob[4:8])[0], 8
            for _ in range(cnt):
                mid, sq, ln = struct.unpack('<qii', blob[pos:pos + 16])
                await self.message(mid, sq, blob[pos + 16:pos + 16 + ln], acks)
                pos += 16 + ln
            return
        if code == GzipPacked.CONSTRUCTOR_ID:
            with BinaryReader(blob) as r:
                blob = GzipPacked.read(r)
        try:
            with BinaryReader(blob) as r:
                q = r.tgread_object()
        except TypeNotFoundError as e:
            self.srv.record(self, '?%08x' % e.invalid_constructor_id, {}, 'INPUT_METHOD_INVALID')
            return self.result(msg_id, T.RpcError(400, 'INPUT_METHOD_INVALID')._bytes())
        if isinstance(q, (T.MsgsAck, T.MsgsStateInfo)):
            return
        if isinstance(q, F.PingRequest):
            return self.send(T.Pong(msg_id, q.ping_id)._bytes(), content=False, response=True)
        if isinstance(q, F.PingDelayDisconnectRequest):
            return self.send(T.Pong(msg_id, q.ping_id)._bytes(), content=False, response=True)
        if isinstance(q, F.DestroySessionRequest):
            return self.send(T.DestroySessionOk(q.session_id)._bytes(), response=True)
        if isinstance(q, F.GetFutureSaltsRequest):
            now = int(time.time())
            return self.send(T.FutureSalts(msg_id, when(now), [])._bytes(), response=True)
        acks.append(msg_id)
        while True:
            if isinstance(q, F.InvokeWithLayerRequest):
                self.layer = q.layer
            elif isinstance(q, F.InvokeWithoutUpdatesRequest):
                self.no_updates = True
            elif isinstance(q, F.InitConnectionRequest):
                self.srv.clients.append({k: getattr(q, k) for k in ('api_id', 'device_model', 'system_version', 'app_version', 'lang_code')})
            elif not isinstance(q, (F.InvokeAfterMsgRequest, F.InvokeWithTakeoutRequest)):
                break
            q = q.query
        await self.srv.call(self, msg_id, q)


# --------------------------------------------------------------------------- server
OPEN = {'help.getConfig', 'help.getNearestDc', 'auth.sendCode', 'auth.signIn', 'auth.checkPassword', 'account.getPassword',
        'auth.exportLoginToken', 'auth.importLoginToken', 'auth.importAuthorization', 'help.getAppConfig', 'auth.logOut'}


class Server:
    def __init__(self, world, host='127.0.0.1', port=0, state=None, use_gzip=True, latency=0.0, log=None):
        self.world, self.host, self.port = world, host, port
        self.gzip, self.latency = use_gzip, latency
        self.state = pathlib.Path(state) if state else None
        self.keys, self.conns, self.clients = {}, set(), []
        self.calls, self.journal = collections.Counter(), collections.deque(maxlen=200000)
        self.faults, self.floods, self.violations = [], {}, 0
        self.budgets = collections.defaultdict(list)
        self.clock_skew, self.blackhole = 0, False
        self.exported = {}
        self.started = time.time()
        self.journal_file = open(log, 'a', buffering=1) if log else None
        for f in world.faults:
            self.add_fault(f)
        self._load_keys()

    # keys -------------------------------------------------------------------
    def _load_keys(self):
        pem = self.state / 'server_key.pem' if self.state else None
        if pem and pem.exists():
            self.priv = rsa.PrivateKey.load_pkcs1(pem.read_bytes())
        else:
            self.priv = new_rsa_key()
            if pem:
                self.state.mkdir(parents=True, exist_ok=True)
                pem.write_bytes(self.priv.save_pkcs1())
                os.chmod(pem, 0o600)
        pub = rsa.PublicKey(self.priv.n, self.priv.e)
        self.pub_pem = pub.save_pkcs1().decode()
        self.fingerprint = _compute_fingerprint(pub)
        if self.state:
            (self.state / 'server_pub.pem').write_text(self.pub_pem)
            kf = self.state / 'auth_keys.json'
            if kf.exists():
                for d in json.loads(kf.read_text()):
                    k = Key(bytes.fromhex(d['key']), d['authorised'], d['salt'])
                    self.keys[k.id] = k

    def save_keys(self):
        if self.state:
            (self.state / 'auth_keys.json').write_text(json.dumps(
                [{'key': k.auth.key.hex(), 'authorised': k.authorised, 'salt': k.salt} for k in self.keys.values()]))

    async def start(self):
        self._srv = await asyncio.start_server(lambda r, w: Conn(self, r, w).run(), self.host, self.port)
        self.port = self._srv.sockets[0].getsockname()[1]
        return self.port

    async def stop(self):
        self._srv.close()
        for c in list(self.conns):
            c.w.close()

    # journal and faults -----------------------------------------------------
    def record(self, conn, name, args, outcome):
        row = {'t': round(time.time() - self.started, 4), 'key': '%016x' % conn.key.id if conn.key else None,
               'method': name, 'args': args, 'outcome': outcome}
        self.journal.append(row)
        if self.journal_file:
            self.journal_file.write(json.dumps(row, ensure_ascii=False) + '\n')

    def add_fault(self, f):
        f = dict(f, seen=0, fired=0, rnd=random.Random(f.get('seed', 1)))
        self.faults.append(f)

    def check_faults(self, name, ch):
        """Returns the fault to apply to this call, if any; see README for the rule language."""
        now = time.time()
        until = self.floods.get(name)
        if until and now < until:
            self.violations += 1
            return {'action': 'flood', 'seconds': max(1, round(until - now)), 'repeat': True}
        for f in self.faults:
            if f.get('method', '*') not in ('*', name):
                continue
            if f.get('channel') and (ch is None or self.world.by_name(f['channel']) is not ch):
                continue
            f['seen'] += 1
            if 'times' in f and f['fired'] >= f['times']:
                continue
            if 'budget' in f:
                win = self.budgets[id(f)]
                win[:] = [t for t in win if t > now - f.get('per', 60)]
                win.append(now)
                hit = len(win) > f['budget']
            elif 'nth' in f:
                hit = f['seen'] in (f['nth'] if isinstance(f['nth'], list) else [f['nth']])
            elif 'every' in f:
                hit = f['seen'] % f['every'] == 0
            elif 'p' in f:
                hit = f['rnd'].random() < f['p']
            else:
                hit = True
            if hit:
                f['fired'] += 1
                if f.get('action', 'flood') == 'flood':
                    self.floods[name] = now + f.get('seconds', 3)
                return f

    # dispatch ---------------------------------------------------------------
    @staticmethod
    def args_of(q):
        out = {}
        for k, v in vars(q).items():
            if isinstance(v, (int, str, bool, type(None), float)):
                out[k] = v
            elif hasattr(v, 'channel_id'):
                out[k] = v.channel_id
            elif isinstance(v, list) and v and isinstance(v[0], int):
                out[k] = v
            elif isinstance(v, list) and v and hasattr(v[0], 'id'):
                out[k] = [getattr(x, 'id') for x in v]
            elif hasattr(v, 'isoformat'):
                out[k] = v.isoformat()
            elif hasattr(v, 'id'):
                out[k] = v.id
        return out

    async def call(self, conn, msg_id, q):
        name, key = method_name(q), conn.key
        self.calls[name] += 1
        args, drop = self.args_of(q), False
        ch = None
        for a in ('peer', 'channel'):
            cid = getattr(getattr(q, a, None), 'channel_id', None)
            ch = self.world.channels.get(cid) or ch
        if name == 'contacts.resolveUsername':
            ch = self.world.by_name(q.username)
        outcome = 'ok'
        try:
            if key.error:
                raise RpcError(*key.error)
            f = self.check_faults(name, ch)
            if f:
                a = f.get('action', 'flood')
                if a == 'flood':
                    raise RpcError(420, 'FLOOD_WAIT_%d' % f.get('seconds', 3))
                if a == 'error':
                    raise RpcError(f.get('code', 400), f['message'])
                if a == 'drop':
                    raise DropConnection(False)
                if a == 'silence':
                    raise NoAnswer
                if a == 'delay':
                    await asyncio.sleep(f.get('seconds', 1))
                if a == 'garbage':
                    conn.w.write(os.urandom(64))
                    raise DropConnection(True)
                if a == 'salt':
                    key.salt = struct.unpack('<q', os.urandom(8))[0]
                    self.record(conn, name, args, 'bad_salt')
                    return conn.send(T.BadServerSalt(msg_id, 0, 48, key.salt)._bytes(), content=False)
                if a == 'drop_after':
                    drop = True
            if not key.authorised and name not in OPEN:
                raise RpcError(401, 'AUTH_KEY_UNREGISTERED')
            h = getattr(self, 'do_' + name.replace('.', '_'), None)
            if h is None:
                raise RpcError(400, 'METHOD_NOT_IN_RIG')
            if self.latency:
                await asyncio.sleep(self.latency)
            res = h(conn, q)
            body = res if isinstance(res, bytes) else res._bytes()
            if name == 'messages.getHistory':
                outcome = 'ok:%d' % conn.n_out
        except RpcError as e:
            outcome = e.message
            body = T.RpcError(e.code, e.message)._bytes()
        except DropConnection:
            self.record(conn, name, args, 'DROPPED')
            raise
        except NoAnswer:
            return self.record(conn, name, args, 'SILENCE')
        except Exception as e:
            outcome = 'BUG %s: %s' % (type(e).__name__, e)
            print('rig bug in', name, repr(e), file=sys.stderr)
            body = T.RpcError(500, 'RIG_BUG')._bytes()
        self.record(conn, name, args, outcome)
        conn.result(msg_id, body)
        if drop:
            raise DropConnection(True)

    # helpers ----------------------------------------------------------------
    def channel(self, inp):
        cid = getattr(inp, 'channel_id', None)
        ch = self.world.channels.get(cid)
        if ch is None or getattr(inp, 'access_hash', None) != ch.access_hash or ch.state == 'deleted':
            raise RpcError(400, 'CHANNEL_INVALID')
        if ch.state in ('private', 'banned'):
            raise RpcError(400, 'CHANNEL_PRIVATE')
        return ch

    def page(self, conn, ch, ids, count=None):
        conn.n_out = len(ids)
        return T.messages.ChannelMessages(ch.pts, len(ch.ids) if count is None else count, [ch.raw(i) for i in ids], [],
                                          [ch.chat()] + self.world.forward_chats(ch, ids), [])

    def push(self, ch, pts, kind, ids):
        """Deliver an update to every live session of an authorised key (members only, like Telegram)."""
        if not ch.joined:
            return 0
        body = T.Updates([ch.update_for(pts, kind, ids)], [], [ch.chat()], when(int(time.time())), 0)._bytes()
        n = 0
        for c in list(self.conns):
            if c.key and c.key.authorised and not c.key.error and not c.no_updates:
                c.send(body)
                n += 1
        return n

    def authorization(self, key):
        key.authorised, key.need_password = True, False
        self.save_keys()
        return T.auth.Authorization(self.world.user())

    # help / auth ------------------------------------------------------------
    def do_help_getConfig(self, conn, q):
        now = int(time.time())
        dcs = [T.DcOption(i, self.host, self.port) for i in range(1, 6)]
        return T.Config(when(now), when(now + 3600), False, 2, dcs, 'localhost', 200, 200000, 100, 210000, 5000, 30000,
                        300000, 30000, 1500, 60000, 2, 172800, 2147483647, 2147483647, 2419200, 200, 2419200, 20000,
                        90000, 30000, 10000, 'https://t.me/', 1024, 4096, 4)

    def do_help_getNearestDc(self, conn, q):
        return T.NearestDc('LT', 2, 2)

    def do_auth_sendCode(self, conn, q):
        a = self.world.auth
        if '+' + q.phone_number.lstrip('+') != a['phone']:
            raise RpcError(400, 'PHONE_NUMBER_INVALID')
        return T.auth.SentCode(T.auth.SentCodeTypeApp(len(a['code'])), 'hash-' + a['code'], timeout=60)

    def do_auth_signIn(self, conn, q):
        a = self.world.auth
        if q.phone_code != a['code']:
            raise RpcError(400, 'PHONE_CODE_INVALID')
        if a['password']:
            conn.key.need_password = True
            raise RpcError(401, 'SESSION_PASSWORD_NEEDED')
        return self.authorization(conn.key)

    def _algo(self):
        return T.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(SALT1, SALT2, 3, PRIME_BYTES)

    def do_account_getPassword(self, conn, q):
        algo, pw = self._algo(), self.world.auth['password']
        kw = {}
        if pw:
            v = int.from_bytes(srp.compute_digest(algo, pw), 'big')
            k = int.from_bytes(srp.sha256(PRIME_BYTES, srp.big_num_for_hash(3)), 'big')
            b = int.from_bytes(os.urandom(256), 'big')
            B = (k * v + pow(3, b, GOOD_PRIME)) % GOOD_PRIME
            conn.key.srp = (b, B, v)
            kw = dict(has_password=True, current_algo=algo, srp_B=srp.big_num_for_hash(B), srp_id=7, hint='rig')
        return T.account.Password(algo, T.SecurePasswordKdfAlgoUnknown(), os.urandom(16), **kw)

    def do_auth_checkPassword(self, conn, q):
        b, B, v = conn.key.srp
        A, algo = int.from_bytes(q.password.A, 'big'), self._algo()
        u = int.from_bytes(srp.sha256(srp.big_num_for_hash(A), srp.big_num_for_hash(B)), 'big')
        K = srp.sha256(srp.big_num_for_hash(pow(A * pow(v, u, GOOD_PRIME), b, GOOD_PRIME)))
        M1 = srp.sha256(srp.xor(srp.sha256(PRIME_BYTES), srp.sha256(srp.big_num_for_hash(3))), srp.sha256(SALT1),
                        srp.sha256(SALT2), srp.big_num_for_hash(A), srp.big_num_for_hash(B), K)
        if M1 != q.password.M1:
            raise RpcError(400, 'PASSWORD_HASH_INVALID')
        return self.authorization(conn.key)

    def do_auth_exportLoginToken(self, conn, q):
        if conn.key.qr_accepted:
            if self.world.auth['password'] and not conn.key.authorised:
                raise RpcError(401, 'SESSION_PASSWORD_NEEDED')
            return T.auth.LoginTokenSuccess(self.authorization(conn.key))
        return T.auth.LoginToken(when(int(time.time()) + 30), b'qr-%d' % (conn.key.id % 10 ** 9))

    def do_auth_logOut(self, conn, q):
        conn.key.authorised = False
        self.save_keys()
        return T.auth.LoggedOut()

    def do_auth_exportAuthorization(self, conn, q):
        tok = os.urandom(16)
        self.exported[tok] = True
        return T.auth.ExportedAuthorization(self.world.me['id'], tok)

    def do_auth_importAuthorization(self, conn, q):
        if not self.exported.pop(q.bytes, None):
            raise RpcError(400, 'AUTH_BYTES_INVALID')
        return self.authorization(conn.key)

    # users / contacts / channels ---------------------------------------------
    def do_users_getUsers(self, conn, q):
        return vector([self.world.user() for i in q.id if isinstance(i, (T.InputUserSelf, T.InputUser))])

    def do_contacts_resolveUsername(self, conn, q):
        ch = self.world.by_name(q.username)
        user = self.world.users.get(q.username.lower())
        if user:
            return T.contacts.ResolvedPeer(T.PeerUser(user['id']), [], [T.User(user['id'], bot=user.get('bot'), access_hash=5, first_name='x', username=user['username'], bot_info_version=1 if user.get('bot') else None)])
        if ch is None or ch.state in ('deleted', 'private', 'banned'):
            raise RpcError(400, 'USERNAME_NOT_OCCUPIED')
        return T.contacts.ResolvedPeer(T.PeerChannel(ch.id), [ch.chat()], [])

    def do_channels_getChannels(self, conn, q):
        out = []
        for i in q.id:
            ch = self.world.channels.get(i.channel_id)
            if ch is None or ch.access_hash != i.access_hash or ch.state == 'deleted':
                raise RpcError(400, 'CHANNEL_INVALID')
            out.append(ch.chat())
        return T.messages.Chats(out)

    def do_channels_getFullChannel(self, conn, q):
        ch = self.channel(q.channel)
        return T.messages.ChatFull(ch.full(), [ch.chat()], [])

    def do_channels_joinChannel(self, conn, q):
        ch = self.channel(q.channel)
        ch.joined = True
        return T.Updates([], [], [ch.chat()], when(int(time.time())), 0)

    def do_channels_leaveChannel(self, conn, q):
        ch = self.channel(q.channel)
        ch.joined = False
        return T.Updates([], [], [ch.chat()], when(int(time.time())), 0)

    def do_channels_readHistory(self, conn, q):
        return BOOL_TRUE

    # messages ----------------------------------------------------------------
    def do_messages_getHistory(self, conn, q):
        ch = self.channel(q.peer)
        return self.page(conn, ch, ch.history(q.offset_id, q.offset_date, q.add_offset, q.limit, q.max_id, q.min_id))

    def do_channels_getMessages(self, conn, q):
        ch = self.channel(q.channel)
        ids = [i.id for i in q.id][:100]
        return self.page(conn, ch, ids, len(ids))

    def do_messages_search(self, conn, q):
        ch, needle = self.channel(q.peer), q.q.lower()
        ids = [i for i in reversed(ch.ids) if needle in (ch.msgs[i].get('html') or ch.msgs[i].get('text') or '').lower()
               and (not q.offset_id or i < q.offset_id)]
        return self.page(conn, ch, ids[:min(q.limit, 100)], len(ids))

    def do_messages_getMessagesViews(self, conn, q):
        ch = self.channel(q.peer)
        return T.messages.MessageViews([T.MessageViews(views=(ch.msgs.get(i) or {}).get('views'),
                                                       forwards=(ch.msgs.get(i) or {}).get('forwards')) for i in q.id], [ch.chat()], [])

    def _dialogs(self, chans):
        ds, ms = [], []
        for ch in chans:
            top = ch.ids[-1] if ch.ids else 0
            ds.append(T.Dialog(T.PeerChannel(ch.id), top, 0, 0, 0, 0, 0, 0, T.PeerNotifySettings(), pts=ch.pts))
            if top:
                ms.append(ch.message(top))
        return ds, ms, [c.chat() for c in chans]

    def do_messages_getDialogs(self, conn, q):
        ds, ms, cs = self._dialogs([c for c in self.world.channels.values() if c.joined and c.state == 'ok'])
        return T.messages.Dialogs(ds, ms, cs, [])

    def do_messages_getPeerDialogs(self, conn, q):
        ds, ms, cs = self._dialogs([self.channel(p.peer) for p in q.peers])
        return T.messages.PeerDialogs(ds, ms, cs, [], self._state())

    # updates -----------------------------------------------------------------
    def _state(self):
        return T.updates.State(1, 1, when(int(time.time())), 1, 0)

    def do_updates_getState(self, conn, q):
        return self._state()

    def do_updates_getDifference(self, conn, q):
        since = q.date.timestamp() if q.date else 0
        ups = [T.UpdateChannelTooLong(c.id, c.pts) for c in self.world.channels.values() if c.joined and c.last_event >= since]
        if not ups:
            return T.updates.DifferenceEmpty(when(int(time.time())), 1)
        return T.updates.Difference([], [], ups, [self.world.channels[u.channel_id].chat() for u in ups], [], self._state())

    def do_updates_getChannelDifference(self, conn, q):
        ch = self.channel(q.channel)
        if q.pts >= ch.pts:
            return T.updates.ChannelDifferenceEmpty(ch.pts, final=True, timeout=30)
        ev = [e for e in ch.log if e[0] > q.pts]
        first = ch.log[0] if ch.log else None
        if first is None or first[0] - (len(first[2]) if first[1] == 'delete' else 1) > q.pts:
            ds, _, cs = self._dialogs([ch])
            return T.updates.ChannelDifferenceTooLong(ds[0], [ch.message(i) for i in ch.ids[-20:][::-1]], cs, [], final=True, timeout=30)
        part = ev[:min(q.limit, 100)]
        new = [ch.message(i) for p, k, ids in part if k == 'new' for i in ids if i in ch.msgs]
        oth = [ch.update_for(p, k, ids) for p, k, ids in part if k == 'delete' or (k == 'edit' and ids[0] in ch.msgs)]
        return T.updates.ChannelDifference(part[-1][0], new, oth, [ch.chat()], [], final=len(part) == len(ev), timeout=30)

    # files -------------------------------------------------------------------
    def do_upload_getFile(self, conn, q):
        loc = q.location
        if loc.id not in self.world.files:
            raise RpcError(400, 'FILE_ID_INVALID')
        if loc.file_reference != b'ref%d' % loc.id:
            raise RpcError(400, 'FILE_REFERENCE_EXPIRED')
        data = self.world.file_bytes(loc.id)
        if getattr(loc, 'thumb_size', '') == 'm':
            data = data[:max(1, len(data) // 8)]
        return T.upload.File(T.storage.FileJpeg(), int(time.time()), data[q.offset:q.offset + q.limit])

    # control -----------------------------------------------------------------
    def control(self, c):
        """One JSON command -> JSON answer. Used in-process or over the control port."""
        op, w = c['op'], self.world
        ch = w.by_name(c['channel']) if 'channel' in c else None
        if op == 'post':
            mid, pts = ch.post(c['message'])
            return {'id': mid, 'pts': pts, 'pushed': 0 if c.get('silent') else self.push(ch, pts, 'new', [mid])}
        if op == 'edit':
            pts = ch.edit(c['id'], c['changes'])
            return {'pts': pts, 'pushed': 0 if c.get('silent') else self.push(ch, pts, 'edit', [c['id']])}
        if op == 'delete':
            ids, pts = ch.delete(c['ids'])
            return {'pts': pts, 'ids': ids, 'pushed': 0 if c.get('silent') else self.push(ch, pts, 'delete', ids)}
        if op == 'set':
            return {'ok': ch.set(c['id'], c['changes']) or True}
        if op == 'channel':
            for k, v in c['changes'].items():
                setattr(ch, k, v)
            return {'ok': True}
        if op == 'fault':
            self.add_fault(c['rule'])
            return {'faults': len(self.faults)}
        if op == 'clear_faults':
            self.faults.clear(), self.floods.clear()
            return {'ok': True}
        if op == 'kick':
            n = len(self.conns)
            for x in list(self.conns):
                x.w.transport.abort()
            return {'kicked': n}
        if op == 'key_error':        # e.g. 401 SESSION_REVOKED, 406 AUTH_KEY_DUPLICATED, 401 USER_DEACTIVATED_BAN
            for k in self.keys.values():
                k.error = (c['code'], c['message']) if c.get('message') else None
            return {'keys': len(self.keys)}
        if op == 'forget_keys':      # transport error -404 from now on
            self.keys.clear()
            self.save_keys()
            return self.control({'op': 'kick'})
        if op == 'blackhole':        # accept bytes, never answer
            self.blackhole = bool(c['on'])
            return {'ok': True}
        if op == 'auth':
            w.auth.update(c['changes'])
            return {'ok': True}
        if op == 'accept_qr':
            for k in self.keys.values():
                k.qr_accepted = True
            for x in list(self.conns):
                x.send(T.UpdateShort(T.UpdateLoginToken(), when(int(time.time())))._bytes())
            return {'ok': True}
        if op == 'stats':
            return {'calls': dict(self.calls), 'violations': self.violations, 'conns': len(self.conns), 'keys': len(self.keys),
                    'clients': self.clients[-5:], 'faults': [{k: v for k, v in f.items() if k != 'rnd'} for f in self.faults]}
        if op == 'journal':
            return [r for r in self.journal if not c.get('method') or r['method'] == c['method']]
        if op == 'ids':
            return {'ids': ch.ids, 'pts': ch.pts}
        raise ValueError('unknown op %r' % op)

    async def serve_control(self, port):
        async def handle(r, w):
            try:
                while line := await r.readline():
                    try:
                        ans = self.control(json.loads(line))
                    except Exception as e:
                        ans = {'error': '%s: %s' % (type(e).__name__, e)}
                    w.write(json.dumps(ans, ensure_ascii=False).encode() + b'\n')
                    await w.drain()
            finally:
                w.close()
        srv = await asyncio.start_server(handle, self.host, port, limit=1 << 24)
        return srv.sockets[0].getsockname()[1]


async def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('world')
    ap.add_argument('--port', type=int, default=4430)
    ap.add_argument('--control', type=int, default=4431)
    ap.add_argument('--web', type=int, default=0, help='port of the t.me/s pages (0 = any)')
    ap.add_argument('--state', default='tgstate')
    ap.add_argument('--latency', type=float, default=0.0, help='seconds added to every API answer')
    ap.add_argument('--no-gzip', action='store_true')
    ap.add_argument('--journal', help='append every API call to this JSONL file')
    a = ap.parse_args()
    s = Server(World.load(a.world), port=a.port, state=a.state, use_gzip=not a.no_gzip, latency=a.latency, log=a.journal)
    port = await s.start()
    cport = await s.serve_control(a.control)
    from tgserver import webpreview
    wport = await webpreview.serve(s, a.web)
    print(json.dumps({'port': port, 'control': cport, 'web': wport, 'public_key': str(pathlib.Path(a.state) / 'server_pub.pem'),
                      'fingerprint': '%016x' % (s.fingerprint & (1 << 64) - 1)}), flush=True)
    await asyncio.Event().wait()


if __name__ == '__main__':
    asyncio.run(main())
