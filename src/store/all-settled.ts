/**
 * Promise.all for concurrent queries that rejects only after all of them have ended, so that none runs after the
 * rollback that a failed one causes.
 */
export async function allSettledOrThrow<T extends readonly unknown[]>(
  ...queries: T
): Promise<{ -readonly [N in keyof T]: Awaited<T[N]> }> {
  const ended = await Promise.allSettled(queries)
  const failed = ended.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return ended.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [N in keyof T]: Awaited<T[N]>
  }
}
