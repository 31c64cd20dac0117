export { createAlerts } from "./alerts";
