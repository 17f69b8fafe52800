/** A mistake in a deployment's or mapping's file: where it stands and what to do about it. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';

  /**
   * @param file the file as a person would name it, relative to the repository where possible
   * @param path the place inside it, e.g. `units[3].id`, or '' for the file as a whole
   * @param problem what is wrong there
   * @param remedy what to do about it
   */
  constructor(
    readonly file: string,
    readonly path: string,
    readonly problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${path ? `${path}: ` : ''}${problem} — ${remedy}`, options);
  }
}
