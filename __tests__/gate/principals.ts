import type { Principal } from "../../gate/principal";

const person = (subject: string, name: string, role: "trainer" | "approver"): Principal => ({
  issuer: "https://id.example",
  subject,
  name,
  kind: "person",
  roles: new Set([role]),
  groups: new Set([role === "approver" ? "model-risk" : "data-science"]),
  tokenId: `token-of-${subject}`,
  authenticatedAt: "2026-11-24T08:00:00.000Z",
  acr: "mfa",
  via: "bearer",
});

/** People and a program at the gate. */
export const ADA = person("u-17", "Ada", "trainer");
export const BERTA = person("u-18", "Berta", "approver");
export const CARL = person("u-19", "Carl", "approver");
export const CI: Principal = {
  issuer: "https://id.example",
  subject: "ci",
  name: "ci",
  kind: "service",
  roles: new Set(["service"]),
  groups: new Set(),
  via: "bearer",
};
