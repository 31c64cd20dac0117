/** Why no evidence helps a model that no system declares. */
export function undeclared(name: string): string {
  return `no AI system in configs/systems declares the registered model '${name}', so that no version of it may be in production. Declare it (registeredModel: ${name}) in a reviewed change, or use a stage or alias that is not protected.`;
}
