/** Whether a bundle is what its exporter signed, and whether its parts agree; offline. */
export { type Check, type CheckName, type Verdict } from "./check";
export { verifyBundle, type Verification } from "./verify";
export { againstAnswer } from "./response/signed";
export { isResponse } from "./response/is-response";
export { verifyResponse, type ResponseVerification } from "./response/verify";
