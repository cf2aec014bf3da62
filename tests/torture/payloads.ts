const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}${close.repeat(depth)}`

/** Texts that have broken other programs: SQL, calendars, terminals, pages, Unicode, formats, and words of Track's own. */
export const TEXTS: readonly string[] = [
  '', ' ', '\t', '\n', '\r\n', '\u0000', 'a\u0000b', '\u0085', '\u2028', '\u202e', '\ufeff', '\ufffd', '\ud800', '\udc00x', 'x\ud83d', '😀', '👨‍👩‍👧‍👦',
  'e\u0301'.repeat(50), `Z${'\u0300'.repeat(2000)}`, 'ﷺ'.repeat(200), 'İ', 'ſ', 'ß', 'Ω', '１２３', '٣', 'ⅷ', '𝟏', "' or 1=1 --",
  "'; drop table items; --", '" or ""="', "\\'; select pg_sleep(9); --", '%', '_', '%_%', '*', '"*"', 'NEAR(a b)', 'title:x', 'a AND NOT', '-', '^',
  '{title}:x', 'owner:u', "')) union select secret from keys --", '$1', '?', ':id', '$$', '\\', 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT', 'a;b,c\\n:d',
  'RRULE:FREQ=SECONDLY', '\u001b]0;owned\u0007', '\u001b[2J\u001b[H', '\u009b31m', '\u001bP$q"p\u001b\\', '\r\nset-cookie: a=b',
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '${7*7}', '{{7*7}}', '%s%n%x', '../../../etc/passwd',
  '..%2f..%2f', 'file:///etc/passwd', 'javascript:alert(1)', 'http://[::1', 'http://a@b:99999/', 'https://\u0430pple.com', 'data:text/html,x',
  'http:\\\\x', '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'then', 'toJSON', 'length',
  'null', 'undefined', 'NaN', 'true', '[object Object]', 'Infinity', '0', '-0', '-1', '1e999', '1e-999', '0x10', '1_000', '0b1', '9007199254740993',
  '99999999999999999999', '1.7976931348623157e308', '.5', '1.005', '1,5', '00000000000000000000001', 'today', 'none', '9999-12-31', '0000-00-00',
  '2026-02-30', '+999999999999d', 'in 99999999 years', '-5d', '2026-06-01T00:00:00Z', '6/1', 'next next week', 'the day after the day after tomorrow',
  'every', '0 days', '999999999 weeks', '-1 days', 'mon,mon,mon', 'every every every 2 weeks', '99999h', '1h1h', '~', '$', '#', '@', '!',
  'p1 p2 p3 p4 p5', 'chore:', 'task: @', '"', '"unclosed #a p1 @b', ('#a '.repeat(300)), `buy: ${'every 2 days '.repeat(100)}`, 'for for for',
  ('by '.repeat(2000)), `~${'9'.repeat(300)}m`, `$${'9'.repeat(400)}.99`, 't-', 't-0', 't-ffffffffffffffff', 'T-1F3A', 'f-0', 't-1f3a\n', 't-1f3a ',
  't--1', 'todos', 'chores', 'kitchen-reno', 'a-', '-a', 'a--b', 'todo', 'Europe/Berlin', 'Etc/GMT+99', '../UTC', 'utc', '+99:99',
  'America/Argentina/Buenos_Aires/x', 'x'.repeat(501), 'x'.repeat(70_000), '\u{1f600}'.repeat(5000), ('a '.repeat(30_000)), ('-'.repeat(60_000)),
  ('('.repeat(5000)), '\\'.repeat(5000), '"'.repeat(5000), ','.repeat(3999), 'a,'.repeat(1900), '[]', '{}', deep('[', ']', 500),
]

/** Values of every type where another is meant. */
export const VALUES: readonly unknown[] = [
  null, true, false, 0, -1, 1, 1.5, -0.0001, 1e21, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), [], [[]], [null], [[[[[[]]]]]], {}, { id: 1 },
  { toString: 'x' }, { length: 1e9 }, { __proto__: null, x: 1 }, ['a', 'a'], [1, 'a', null], Array(129).fill('t'),
  Array(1001).fill('t-0'), Array.from({ length: 5000 }, () => ({})), Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`k${n}`, n])),
]

export const NAMES: readonly string[] = [
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', '', ' ', '\u0000', 'id', 'ID', 'user_id', 'revision',
  'status', 'position', 'seq', 'key', 'x'.repeat(10_000), '\ud800', '0', '-1', 'title ', 'ｔitle', '$where', 'items.0', '[0]', 'kind[]',
]

/** Texts that stand where JSON is meant. */
export const BODIES: readonly string[] = [
  '', ' ', 'null', 'true', '7', '"x"', '[]', '[{}]', '{', '}', '{"a"', '{"a":', '{"a":1,}', "{'a':1}", '{"a":1}{"b":2}', '{"a":1} x', '// x\n{}', 'NaN',
  '{"a":NaN}', '{"a":1e99999}', `{"a":${'9'.repeat(10_000)}}`, '{"a":"\\ud800"}', '{"a":"\\x"}', '{"a":"\u0001"}', '\ufeff{}', '{"__proto__":{"x":1}}',
  '{"\\u005f_proto__":{}}', '{"constructor":{"prototype":{"x":1}}}', deep('[', ']', 50_000), deep('{"a":', '}', 1),
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, '['.repeat(200_000), `{"title":${deep('[', ']', 100_000)}}`,
  `{"operations":${deep('[', ']', 100_000)}}`, `{"operations":[{"op":"items.add","input":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]}`,
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 'a=1&b=2', '{"title":"x","title":"y","kind":"todo"}', 'x'.repeat(1_100_000),
  `{"kind":"todo","title":"x","notes":"${'n'.repeat(1_100_000)}"}`, `{"kind":"todo","title":"x","tags":[${'"a",'.repeat(100_000)}"a"]}`,
  `{"ids":[${'"t-0",'.repeat(100_000)}"t-0"]}`, `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":${n}`).join()}}`,
]

/** What may stand in an address and is no honest text. */
export const PIECES: readonly string[] = [
  '%00', '%', '%zz', '%2', '%c0%af', '%ff', '%ed%a0%80', '%f0%9f%98%80', '%2e%2e', '..', '.', '%2f', '%5c', '\\', ';', ';a=b', '%0d%0a', '%20', '+',
  '*', '~', "'", '"', '<', '{}', '[0]', '|', '%25', '%2500', '//', 'a'.repeat(501), 'a'.repeat(20_000), '%61', '%41'.repeat(300), '__proto__',
  'constructor', 'toString', 'null', 'undefined', 'NaN', '0', '-1', 'é', '%u0041', '#', '@', ':', '$', '&', '=', '?', '%3f', '%26',
]

export const METHODS: readonly string[] = [
  'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'SEARCH', 'QUERY', 'LOCK', 'M-SEARCH', 'PURGE', 'get',
  'FOO', '', 'GET GET', 'G\u0000T',
]

/** Header lines, as they are. */
export const HEADERS: readonly string[] = [
  'content-length: 0', 'content-length: -1', 'content-length: 5, 5', 'content-length: 1e3', 'content-length: 99999999999999999999',
  'transfer-encoding: chunked', 'transfer-encoding: gzip, chunked', 'transfer-encoding: identity', 'Transfer-Encoding : chunked',
  'transfer-encoding: xchunked', 'expect: 100-continue', 'expect: nonsense', 'upgrade: websocket', 'upgrade: h2c', 'connection: upgrade',
  'connection: x-track-key', 'content-encoding: gzip', 'content-encoding: br, br, br', 'content-type: text/plain', 'content-type:',
  'content-type: application/json; charset=utf-16', 'content-type: application/json; charset=utf-8; charset=x',
  'content-type: application/json, application/json', 'content-type: multipart/form-data', 'content-type: application/x-www-form-urlencoded',
  'content-type: APPLICATION/JSON', 'content-type: application/merge-patch+json', `content-type: ${'a/'.repeat(3000)}`,
  `content-type: application/json${';'.repeat(5000)}`, `content-type: application/json; ${'a=b; '.repeat(1500)}`, 'host:', 'host: a', 'host: a:b:c',
  'host: [::1', 'host: evil.example/x?y', 'host: \u00ff', 'host: a, b', 'idempotency-key:', `idempotency-key: ${'k'.repeat(255)}`,
  `idempotency-key: ${'k'.repeat(256)}`, 'idempotency-key: é', 'idempotency-key: same', 'idempotency-key: same', 'idempotency-key: same',
  'idempotency-key: a\tb', "idempotency-key: ' or 1=1 --", 'if-match: *', 'if-match: "r1"', 'if-match: W/"r1"', 'if-match: "x.y.r99999999999999999999"',
  'if-match: ,,,,', 'if-match: "', `if-match: ${'"a",'.repeat(2000)}`, 'if-none-match: *', 'if-none-match: "', `if-none-match: ${'W/'.repeat(4000)}`,
  `if-none-match: ${'"r1", '.repeat(1500)}`, 'last-event-id: 0', 'last-event-id: -1', 'last-event-id: 999999999999999', 'last-event-id: 1e3',
  'last-event-id: x', 'last-event-id: 0x1', 'last-event-id: 9999999999999999999', 'x-track-door: web', 'x-track-door: __proto__',
  'x-track-door: constructor', `x-track-door: ${'d'.repeat(5000)}`, 'x-forwarded-for: 1.2.3.4', 'x-forwarded-for: not an address',
  `x-forwarded-for: ${'1.1.1.1, '.repeat(1000)}`, 'x-forwarded-host: evil.example', 'x-forwarded-proto: javascript', 'x-http-method-override: DELETE',
  'x-original-url: /api/users', 'x-rewrite-url: /api/users', 'accept: */*;q=0', 'accept: text/html', `accept: ${'a/b, '.repeat(2000)}`,
  'accept-encoding: gzip;q=0', `accept-encoding: ${'gzip;q=0 '.repeat(1000)}`, 'accept-encoding: br', 'accept-language: *', 'range: bytes=0-1',
  'range: bytes=-1', 'cookie: __proto__=1', `cookie: ${'a=b; '.repeat(2500)}`, 'authorization: Bearer x', 'authorization: Basic \u00ff', 'origin: null',
  'referer: \u001b[31m', 'te: trailers', 'trailer: x-track-key', 'via: 1.1 x', 'max-forwards: 0', 'content-md5: x', 'date: never', 'bad header',
  ': empty', 'a b: c', 'x: a\rb', 'x: a\nb', 'x: a\u0000b', ' folded: x', 'x: \u00ff\u00fe', '__proto__: x', 'constructor: x', 'toString: x',
  `x-${'n'.repeat(5000)}: v`, `x: ${'v'.repeat(9000)}`, `x: ${'v'.repeat(70_000)}`, Array.from({ length: 300 }, (_, n) => `x-${n}: v`).join('\r\n'),
  Array.from({ length: 3000 }, (_, n) => `x${n}: v`).join('\r\n'),
]

export const VERSIONS: readonly string[] = [
  'HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.2', 'HTTP/11', 'http/1.1', 'HTTX/1.1', '', 'HTTP/1.1 x',
]
