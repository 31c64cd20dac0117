/** The one organisation that the stand-in plays. */
export const ORGANISATION = { id: 321_000, uuid: "6c0a2a3e-7f0e-11ef-9d5a-da7ad0900002" } as const;
