import Table from "cli-table3";
import { KIB } from "./price";

const NO_LINES = {
  top: "",
  "top-left": "",
  "top-mid": "",
  "top-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  middle: "  ",
  right: "",
  "right-mid": "",
  bottom: "",
  "bottom-left": "",
  "bottom-mid": "",
  "bottom-right": "",
};

/** A table without lines whose last `numbers` columns hold numbers. */
export function plainTable(head: string[], numbers: number) {
  const colAligns = head.map((_, index) => (index < head.length - numbers ? "left" : "right"));
  const style = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
  return new Table({ head, colAligns, chars: NO_LINES, style });
}

/** A whole number, its thousands apart. */
export const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

/** Bytes in the unit that fits. */
export function bytes(value: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB", "PB"];
  const power = Math.min(Math.floor(Math.log(Math.max(value, 1)) / Math.log(KIB)), units.length - 1);
  const scaled = value / KIB ** power;
  return `${scaled.toLocaleString("en-US", { maximumFractionDigits: 1 })} ${units[power]}`;
}
