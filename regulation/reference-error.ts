/** A reference to the law, or a date, that cannot be read; says what is needed and why. */
export class RegulationReferenceError extends Error {
  constructor(
    readonly given: string,
    readonly needed: string,
  ) {
    super(`${JSON.stringify(given)}: ${needed}`);
    this.name = "RegulationReferenceError";
  }
}
