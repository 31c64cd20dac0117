import { z } from "zod";
import { riskRegisterAlert } from "./alert";

/** The published form of an alert, for whoever receives it. */
export const generatedFiles = [
  {
    path: "evidence/risk-register/alert.v1.schema.json",
    content: `${JSON.stringify(z.toJSONSchema(riskRegisterAlert, { target: "draft-2020-12" }), null, 2)}\n`,
  },
];
