/* What can stop a verification, and what is then said of the badge. Nothing here is ever "accepted":
   whoever throws one of these ends with a state that is not `genuine`. */

/** A badge that cannot be called genuine: `state` for people, `code` to say why. */
export class Stop extends Error {
  constructor(state, code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.state = state;
    this.code = code;
  }
}

/** Outside of what these modules read: never accepted, never called false. */
export const beyond = (code, detail) => new Stop("cannot_check", code, detail);

/** The content or its signature does not hold. */
export const altered = (code, detail) => new Stop("altered", code, detail);

/** Not a badge that can be read at all. */
export const unreadable = (code, detail) => new Stop("unreadable", code, detail);

/** Signed by somebody else than the issuer that the badge names. */
export const stranger = (code, detail) => new Stop("not_the_issuer", code, detail);
