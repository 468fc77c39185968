// Compares orrery::Url with the URL class of Node.js, part by part, on hand-picked texts against several bases and on
// thousands of mutations of them.
//
//     node compare.mjs path/to/orrery_url_parts [seed] [rounds]
//
// Node follows the standard with the Unicode version and the edition it was built with; where that is known to differ
// the reason stands in `knownDifference`. Exit code 1 when there is any other difference.
import { execFileSync } from 'node:child_process';

const [program, seedText = '1', roundsText = '4000'] = process.argv.slice(2);

const bases = [
  null, 'https://example.org/a/b/c?d#e', 'http://user:pw@example.org:8080/', 'file:///C:/x/y', 'file://host/a',
  'foo://host/a/b', 'foo:/a/b', 'foo:', 'mailto:x@y', 'https://example.org',
];

const texts = [
  '', ' ', '#', '?', '/', '//', '///', '.', '..', './', '../', '/.', '/..', '/./', '/../', '/...', '\\', '\\\\', '/\\', ':', '::', ':/',
  'a', 'a/b', 'a:b', 'a:b/c', './a:b', 'a?b:c', 'a#b:c', '/a:b', '?a#b', '#a#b', '?a?b', '/a//b', '//a', '//a/b', '///a/b', '//a:80/',
  'http:', 'http:/', 'http://', 'http:///', 'http:a', 'http:/a', 'http:\\\\a', 'http:?a', 'http:#a', 'https:..', 'HtTp://A/', 'ftp://a:21/', 'ws:a', 'wss://a:443',
  'http://a', 'http://a?b', 'http://a#b', 'http://a/b?c#d', 'http://a:', 'http://a:/', 'http://a:0', 'http://a:080', 'http://a:80', 'http://a:65536', 'http://a:b',
  'http://:80', 'http://@a', 'http://u@a', 'http://u:@a', 'http://:p@a', 'http://u:p:q@a', 'http://u@v@a', 'http://u@', 'http://u@/x', 'http://u:p@a:1/', 'http://u/@a',
  'http://1', 'http://1.2', 'http://1.2.3.4', 'http://1.2.3.4.', 'http://1.2.3.4..', 'http://1.2.3.4.5', 'http://256', 'http://1.256', 'http://256.1', 'http://0x1.2',
  'http://0xg', 'http://0x', 'http://a.0x', 'http://010.1', 'http://08', 'http://a.08', 'http://4294967295', 'http://4294967296', 'http://0xffffffff', 'http://.1', 'http://1.', 'http://..',
  'http://[::]', 'http://[::1]:8', 'http://[1::]', 'http://[1::8]', 'http://[1:2:3:4:5:6:7:8]', 'http://[1:2:3:4:5:6:7::]', 'http://[::2:3:4:5:6:7:8]', 'http://[1:2:3:4::5:6:7:8]',
  'http://[::1.2.3.4]', 'http://[1:2:3:4:5:6:1.2.3.4]', 'http://[1:2:3:4:5:6:7:1.2.3.4]', 'http://[::1.2.3]', 'http://[::01.2.3.4]', 'http://[::1.2.3.4:5]', 'http://[:1]', 'http://[1:]',
  'http://[0:0:1:0:0:0:1:0]', 'http://[1:0:0:1:0:0:1:1]', 'http://[::fFfF]', 'http://[::g]', 'http://[::1', 'http://::1]', 'http://[::1]a', 'http://[]', 'http://[1::2::3]', 'http://[%3A%3A1]',
  'http://bücher.de', 'http://BÜCHER.de', 'http://faß.de', 'http://xn--bcher-kva.de', 'http://XN--BCHER-KVA.DE', 'http://xn--', 'http://xn--a', 'http://xn--a-ecp.ru', 'http://日本語。jp', 'http://％４１.com',
  'http://a%41b', 'http://a%00b', 'http://a%20b', 'http://a%', 'http://a%2', 'http://%C3%BC', 'http://%FF', 'http://a b', 'http://a<b', 'http://a^b', 'http://a|b', 'http://a_b', 'http://-a', 'http://a-', 'http://ab--c',
  'http://a\u00adb', 'http://\u00ad', 'http://a\u200db', 'http://\u0627a', 'http://a.b..c', 'http://a\u3002b', 'http://ﬀ.com', 'http://☃.net', 'http://💩.la', 'http://☃.net:80/☃?☃#☃',
  'foo://', 'foo:///', 'foo:////', 'foo:/', 'foo:a', 'foo:/a/../..', 'foo:/.//a', 'foo:/a/..//b', 'foo://a b', 'foo://a%20b', 'foo://Ü', 'foo://a\\b', 'foo://u:p@h:1/', 'foo://h?', 'foo://h#', 'foo:\\a', 'foo://[::1]', 'foo://1.2.3',
  'mailto:a b', 'mailto:a?b c#d e', 'data:text/html,<b>"`\u00fc\u007f', 'javascript:a/../b', 'blob:https://a/b', 'about:blank', 'urn:a:b', 'tel:+1-2', 'data:,a?b#c',
  'file:', 'file:a', 'file:/a', 'file://a', 'file:///a', 'file:////a', 'file://localhost', 'file://LOCALHOST/a', 'file:c:', 'file:c|', 'file:/c|/a', 'file://c:/a', 'file://c|/..', 'file:///c:/../..', 'file:///C:', 'file:///c:x', 'file:\\\\a\\b', 'file:?a', 'file:#a',
  'file://a:80/', 'file://u@a/', 'file://%43%3A/', 'C|/a', 'C|', 'C:', 'C|a', '/C|/a', '//C|/a', '//C:/a', 'c|?a', 'c|#a',
  'a b', 'a\tb', 'a\nb', ' a ', '\u0000a', 'a\u0000', 'a\u0000b', '\u001fa', 'ü', '?ü', '#ü', "?'", "#'", "/'", '/"<>`{}|', '?"<>`{}|^', '#"<>`{}|^', '/%zz', '?%zz', '/%2e', '/%2E%2e', '/.%2e/a', '/a/%2e', '/a/%2e%2e/b', '%2e%2e', '/;a=b', '/[a]', '\ud83d', '/\udc00a', '\u{1f600}',
  'http://a/b\\c', 'http://a\\b', 'http:\\a', 'http://a?b\\c', 'http://a#b\\c', 'http://a\\@b', 'http://a?@b', 'http://a/%c3%bc', 'http://example.org/x/../../y/./z?q=a+b&c=%26#f', 'h%74tp://a', 'http//a', '1http://a', '+http://a', 'ht tp://a', 'a+b.c-d:e',
];

// A seed and a step: the same texts on every run.
let state = BigInt(seedText) * 0x9e3779b97f4a7c15n & (1n << 64n) - 1n;
function random(below) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((state >> 33n) % BigInt(below));
}
const pick = (list) => list[random(list.length)];
const pieces = ['/', '//', '\\', '.', '..', '%2e', ':', '@', '?', '#', '[', ']', '::', '1', '0x', '255', 'a', 'B', 'ü', '%', '%41', ' ', '\t', '|', 'c:', '~', '=', '&',
  '<', "'", '"', '{', '`', ';', '-', '_', '+', '\u0007', '\u200d', 'ß', '💩', 'http:', 'file:', 'foo:', 'xn--', 'localhost', '.org'];
function mutated(text) {
  for (let times = 1 + random(3); times > 0; --times) {
    const at = random(text.length + 1);
    const removed = random(3) === 0 ? random(4) : 0;
    text = text.slice(0, at) + pick(pieces) + text.slice(at + removed);
  }
  return text;
}

const cases = [];
for (const base of bases) for (const input of texts) cases.push({ input, base });
for (let i = 0; i < Number(roundsText); ++i) cases.push({ input: mutated(pick(texts)), base: pick(bases) });

const hex = (text) => Buffer.from(text, 'utf8').toString('hex');
const lines = cases.map(({ input, base }) => (base === null ? hex(input) : `${hex(input)} ${hex(base)}`));
const answers = execFileSync(program, { input: lines.join('\n') + '\n', maxBuffer: 1 << 28 }).toString('utf8').split('\n');

function nodesAnswer({ input, base }) {
  let url;
  try {
    url = base === null ? new URL(input) : new URL(input, base);
  } catch {
    return null;
  }
  return {
    href: url.href, scheme: url.protocol.slice(0, -1), username: url.username, password: url.password, host: url.hostname,
    port: url.port, path: url.pathname, query: url.search.slice(1), fragment: url.hash.slice(1), origin: url.origin,
  };
}

// Why Node's answer is another one, or nothing when it should not be.
function knownDifference({ input, base }, theirs, ours) {
  if (theirs && ours) {
    const modern = (href) => href.replaceAll('^', '%5E').replace(/ +(?=[?#])|(?<=%20) /g, '%20');
    if (modern(ours.href) === modern(theirs.href)) {
      if (ours.href !== theirs.href) return '^ in paths, spaces before ? and # (standard of 2024 and 2025)';
      // A blob: URL has the origin of the URL in its path. Nothing here needs it.
      if (ours.scheme === 'blob') return 'origin of blob:';
    }
    // Path state, double-dot segment that no slash follows: an empty segment is appended, so a slash remains.
    if (ours.path === '/' && theirs.path === '' && /(\.|%2e)\s*([?#]|$)/i.test(input)) return '.. that leaves a non-special path empty';
  }
  if (theirs && ours) {
    // Both are dot segments to the standard whatever stands before them.
    if (/\/\.\.?(\/|$)/.test(theirs.path) && !/\/\.\.?(\/|$)/.test(ours.path)) return 'dot segments behind one that begins with a dot';
    // A drive letter is a segment of two characters, not the beginning of a longer one.
    if (ours.scheme === 'file' && /^\/[a-z]:[^/]/i.test(theirs.path)) return 'drive letter with more behind it';
  }
  if (theirs && !ours) {
    // No scheme state: a base with an opaque path fails unless the input's first code point is '#'.
    if (base && /^(mailto|foo):(?!\/)/.test(base) && !/^[\0- ]*#/.test(input)) return 'fragment in a reference to an opaque base';
    // UTS #46, processing: a label that decodes to nothing but ASCII is an error.
    if (/(^|\.)xn--[^.]*-(\.|$)/.test(theirs.host)) return 'punycode of nothing but ASCII';
  }
  return null;
}

let different = 0;
const known = new Map();
cases.forEach((one, i) => {
  const theirs = nodesAnswer(one);
  const ours = JSON.parse(answers[i]);
  if (JSON.stringify(theirs) === JSON.stringify(ours)) return;
  const reason = knownDifference(one, theirs, ours);
  if (reason) {
    known.set(reason, (known.get(reason) ?? 0) + 1);
    return;
  }
  if (++different <= 40) console.log(`${JSON.stringify(one)}\n  node   ${JSON.stringify(theirs)}\n  orrery ${JSON.stringify(ours)}`);
});
for (const [reason, count] of known) console.log(`${count} known differences: ${reason}`);
console.log(`${cases.length} URLs, ${different} unexplained differences from Node ${process.version}`);
process.exit(different === 0 ? 0 : 1);
