import { getSystemErrorMap } from 'node:util';

type SystemError = NodeJS.ErrnoException & { readonly errno: number };

/** Errors of zlib have a number as well, which means something else; only a system call names itself. */
export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'errno' in error && typeof error.errno === 'number';
}

/** In the system's words, without the file name that the error's own message holds: it may be a person's. */
export function systemReason({ errno }: SystemError): string {
  return getSystemErrorMap().get(errno)?.[1] ?? `system error ${errno}`;
}
