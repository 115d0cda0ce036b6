// What a gate says to a ticket: the twin of registration/domain/gate_rules.py and signing.py. tests/registration/gate_cases.json tests both.
(() => {
  const ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXY";
  const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const PREFIX = "T1:";
  const STAFF_PREFIX = "NV";
  const VERSION = 1;
  const CODE_SIGNS = 8;
  const MARK_END = 5;
  const BODY_END = 10;
  const WHOLE = 74;
  const DAY_SECONDS = 86400;
  const DAY_SHIFT = 7 * 3600;

  const dayOf = (seconds) => Math.floor((seconds + DAY_SHIFT) / DAY_SECONDS);

  function entry(rules, holder, at) {
    if (!holder.valid) return "not-valid";
    if (rules.kinds !== null && !rules.kinds.includes(holder.kind)) return "wrong-gate";
    if (holder.in_session === false) return "no-session-place";
    if (rules.windows.length && !rules.windows.some(([opens, closes]) => opens <= at && at < closes)) return "wrong-day";
    return (rules.reentry ? holder.inside : holder.entered) ? "already-inside" : "admitted";
  }

  function verdict({ rules, reading, holder, direction, at, online }) {
    if (reading === "unreadable") return "unknown";
    if (reading === "foreign") return "foreign-event";
    if (reading === "forged") return "forged";
    if (rules.direction !== "both" && rules.direction !== direction) return "wrong-gate";
    if (!holder) return reading === "genuine" && rules.unlisted && !online ? "admitted" : "unknown";
    return direction === "exit" ? "admitted" : entry(rules, holder, at);
  }

  function codeIn(text) {
    let signs = text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
    if (signs.length === STAFF_PREFIX.length + CODE_SIGNS && signs.startsWith(STAFF_PREFIX)) signs = signs.slice(STAFF_PREFIX.length);
    return signs.length === CODE_SIGNS && [...signs].every((sign) => ALPHABET.includes(sign)) ? signs : null;
  }

  function bytesOf(text) {
    const bytes = [];
    let bits = 0;
    let held = 0;
    for (const sign of text) {
      const value = BASE32.indexOf(sign);
      if (value < 0) return null;
      held = ((held << 5) | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.push((held >> bits) & 0xff);
      }
    }
    return Uint8Array.from(bytes);
  }

  // Returns {mark, code, body, signature} if the text has the form of a signed ticket, else null.
  function signedIn(text) {
    const shown = text.trim().toUpperCase();
    if (!shown.startsWith(PREFIX) || shown.length > 200) return null;
    const whole = bytesOf(shown.slice(PREFIX.length));
    if (!whole || whole.length !== WHOLE || whole[0] !== VERSION) return null;
    let number = 0;
    for (const byte of whole.slice(MARK_END, BODY_END)) number = number * 256 + byte;
    let code = "";
    for (let place = 0; place < CODE_SIGNS; place += 1) {
      code = ALPHABET[number % ALPHABET.length] + code;
      number = Math.floor(number / ALPHABET.length);
    }
    if (number > 0) return null;
    const mark = [...whole.slice(1, MARK_END)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return { mark, code, body: whole.slice(0, BODY_END), signature: whole.slice(BODY_END) };
  }

  async function isGenuine(signed, publicKey) {
    const point = Uint8Array.from(atob(publicKey), (sign) => sign.charCodeAt(0));
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("raw", point, curve, false, ["verify"]);
    return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signed.signature, signed.body);
  }

  // Returns {reading, code} of a text that was scanned or typed.
  async function read(text, list) {
    const signed = signedIn(text);
    if (!signed) {
      const code = codeIn(text);
      return code ? { reading: "typed", code } : { reading: "unreadable", code: "" };
    }
    if (signed.mark !== list.mark) return { reading: "foreign", code: signed.code };
    const genuine = await isGenuine(signed, list.public_key);
    return { reading: genuine ? "genuine" : "forged", code: signed.code };
  }

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");

  // The list knows "N. T. An": a whole name that is typed is shortened in the same way; the beginning of a given name is enough.
  function matches(row, typed) {
    const [code, name, , , , reference] = row;
    const words = fold(typed).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const joined = words.join("");
    if (joined.length < 2) return false;
    if (fold(code).includes(joined) || fold(reference).replace(/-/g, "").includes(joined)) return true;
    const held = fold(name).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const given = held.length ? held[held.length - 1] : "";
    if (!given.startsWith(words[words.length - 1])) return false;
    const initials = held.slice(0, -1).filter((word) => word.length === 1);
    let place = 0;
    for (const word of words.slice(0, -1)) {
      place = initials.indexOf(word[0], place) + 1;
      if (!place) return false;
    }
    return true;
  }

  globalThis.GateRules = { verdict, dayOf, read, codeIn, matches, fold };
})();
