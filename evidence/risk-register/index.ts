/** Alerts of monitoring in the risk register (Art 9): one entry for everything from an alert to its recovery. */
export { alertPayload, riskRegisterAlert, type RiskRegisterAlert } from "./alert";
export { Book, RISK_STREAM } from "./book";
export { ConfluenceRegister } from "./confluence-register";
export { copiedAlerts } from "./copied-alerts";
export { catchUp, type Catching } from "./deliver";
export { createDoor } from "./door";
export { JiraRegister } from "./jira-register";
export { RegisterKeeper, type Delivery, type Round } from "./keeper";
export type { Register } from "./register";
