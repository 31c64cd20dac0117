export { axisOfCounts, axisOfDays, axisOfRow, dayBars } from "./axes";
export { drawChart, type Chart } from "./chart";
export { thousands } from "./numbers";
export { htmlPage, type Page, type PagePart, type PageWords } from "./page";
