/** What a gate does about what another, or itself before a crash, left half done. */
export { keepRecovering, type Recovery } from "./keep-recovering";
export { recover, type Recovered } from "./recover";
