import type { Handler } from './call.js';
import { deleteFace, listFaces, uploadFace } from './face-endpoints.js';
import { createUser, deleteUsers, getUser, listUsers, updateStatus, updateUser } from './user-endpoints.js';

interface Route {
  readonly pattern: string;
  readonly path: RegExp;
  readonly handlers: ReadonlyMap<string, Handler>;
}

export interface Match {
  readonly pattern: string;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly params: Readonly<Record<string, string>>;
}

function route(pattern: string, handlers: Readonly<Record<string, Handler>>): Route {
  const path = new RegExp(`^${pattern.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return { pattern, path, handlers: new Map(Object.entries(handlers)) };
}

const PROFILE_FACES =
  '/v3/organization/{organization_id}/application/{application_id}/vendor-users/by-id/{didit_internal_id}/faces/';

/** The first that fits wins, so that `create` and `delete` are never taken for somebody's `vendor_data`. */
const ROUTES: readonly Route[] = [
  route('/v3/users/', { GET: listUsers }),
  route('/v3/users/create/', { POST: createUser }),
  route('/v3/users/delete/', { POST: deleteUsers }),
  route('/v3/users/{vendor_data}/', { GET: getUser, PATCH: updateUser }),
  route('/v3/users/{vendor_data}/update-status/', { PATCH: updateStatus }),
  route(PROFILE_FACES, { GET: listFaces }),
  route(`${PROFILE_FACES}upload/`, { POST: uploadFace }),
  route(`${PROFILE_FACES}{uuid}/`, { DELETE: deleteFace }),
];

/**
 * The route of a path as it stands in the request line. It is decoded as a whole before it is split, so that an encoded slash is
 * a slash; undefined when it fits no route or cannot be decoded.
 */
export function findRoute(rawPath: string): Match | undefined {
  const path = decoded(rawPath);
  if (path === undefined) return undefined;
  for (const { pattern, path: shape, handlers } of ROUTES) {
    const found = shape.exec(path);
    if (found) return { pattern, handlers, params: { ...found.groups } };
  }
  return undefined;
}

function decoded(rawPath: string): string | undefined {
  try {
    return decodeURIComponent(rawPath);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
