/** A request that the API refuses, in the words of the vendor's API as far as they are known. */

/** Of the first version most, of the second all answer so. */
interface Errors {
  readonly errors: readonly unknown[];
}

/** The log configuration of the API's first version has a shape of its own. */
interface LogsError {
  readonly error: { readonly code: string; readonly message: string };
}

export class ApiFault extends Error {
  constructor(
    readonly status: number,
    readonly body: Errors | LogsError,
  ) {
    super(JSON.stringify(body));
  }
}

export const refused = (status: number, ...errors: readonly string[]): ApiFault =>
  new ApiFault(status, { errors });

export const logsRefused = (status: number, message: string): ApiFault =>
  new ApiFault(status, { error: { code: "InvalidArgument", message } });
