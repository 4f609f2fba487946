/** What was written, kept in this browser or carried by a link. Both may hold anything: only texts get through. */

const VERSION = 1;
const PREFIX = "#sheet=";
const LONGEST_LINK = 16_000;
const LONGEST_TEXT = 400_000;

const texts = (value, isText) =>
  Object.fromEntries(Object.entries(isRecord(value) ? value : {}).filter(([, one]) => isText(one)));
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string";
const isAnswer = (value) => isText(value) || typeof value === "boolean";

function parse(json) {
  const given = JSON.parse(json);
  if (!isRecord(given) || given.v !== VERSION) return null;
  const rows = Object.entries(isRecord(given.rows) ? given.rows : {}).filter(([, value]) => Array.isArray(value));
  return {
    answers: texts(given.answers, isAnswer),
    rows: Object.fromEntries(rows.map(([name, values]) => [name, values.map((row) => texts(row, isText))])),
    earlier: texts(given.earlier, isAnswer),
  };
}

const isEmpty = (contents) => Object.values(contents).every((part) => !Object.keys(part).length);
const serialise = (contents) => JSON.stringify({ v: VERSION, ...contents });

/** A place in the browser's own storage, which can be full, or refused. */
export class Store {
  constructor(key) {
    this.key = key;
  }

  /** Whether something can be kept at all. */
  get works() {
    try {
      localStorage.setItem(`${this.key}?`, "");
      localStorage.removeItem(`${this.key}?`);
      return true;
    } catch {
      return false;
    }
  }

  load() {
    try {
      return parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  }

  /** Whether the contents are kept. */
  save(contents) {
    try {
      if (isEmpty(contents)) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, serialise(contents));
      return true;
    } catch {
      return false;
    }
  }
}

/** The fragment of a link that carries contents, or null if there is too much of them. */
export async function toFragment(contents) {
  const bytes = new TextEncoder().encode(serialise(contents));
  const packed = self.CompressionStream ? await pass(bytes, new CompressionStream("deflate-raw")) : null;
  const coded = packed ? `z${base64(packed)}` : `j${base64(bytes)}`;
  return coded.length > LONGEST_LINK ? null : PREFIX + coded;
}

/** The contents that a fragment carries, or null if it carries none that can be read. */
export async function fromFragment(fragment) {
  if (!fragment.startsWith(PREFIX) || fragment.length > PREFIX.length + LONGEST_LINK) return null;
  try {
    const coded = fragment.slice(PREFIX.length);
    const code = coded.slice(1).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(code), (sign) => sign.charCodeAt(0));
    if (coded[0] !== "z" && coded[0] !== "j") return null;
    const plain = coded[0] === "z" ? await pass(bytes, new DecompressionStream("deflate-raw")) : bytes;
    const contents = parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
    return contents && !isEmpty(contents) ? contents : null;
  } catch {
    return null;
  }
}

function base64(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Bytes passed through a stream, as long as what comes out isn't endless. */
async function pass(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > LONGEST_TEXT) {
      await reader.cancel();
      throw new RangeError("too long");
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
