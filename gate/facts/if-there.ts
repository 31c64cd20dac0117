import { Refusal } from "../refusal";

/** What is asked for, or nothing where MLflow says that it does not exist. Every other refusal stays one. */
export async function ifThere<T>(asked: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asked();
  } catch (error) {
    if (error instanceof Refusal && error.code === "RESOURCE_DOES_NOT_EXIST") return undefined;
    throw error;
  }
}
