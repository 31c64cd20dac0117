export { alertPayload, riskRegisterAlert } from "./alert";
