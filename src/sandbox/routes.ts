import type { Handler } from './call.js';
import { deleteFace, listFaces, uploadFace } from './face-endpoints.js';
import type { RouteClass } from './route-class.js';
import { createUser, deleteUsers, getUser, listUsers, updateStatus, updateUser } from './user-endpoints.js';

interface Endpoint {
  readonly routeClass: RouteClass;
  readonly handle: Handler;
}

interface Route {
  readonly pattern: string;
  readonly path: RegExp;
  /** By method. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

export interface Match {
  readonly pattern: string;
  /** By method. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly params: Readonly<Record<string, string>>;
}

function route(pattern: string, endpoints: Readonly<Record<string, Endpoint>>): Route {
  const path = new RegExp(`^${pattern.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return { pattern, path, endpoints: new Map(Object.entries(endpoints)) };
}

function endpoint(routeClass: RouteClass, handle: Handler): Endpoint {
  return { routeClass, handle };
}

const PROFILE_FACES =
  '/v3/organization/{organization_id}/application/{application_id}/vendor-users/by-id/{didit_internal_id}/faces/';

/** The first that fits wins, so that `create` and `delete` are never taken for somebody's `vendor_data`. */
const ROUTES: readonly Route[] = [
  route('/v3/users/', { GET: endpoint('list', listUsers) }),
  route('/v3/users/create/', { POST: endpoint('create', createUser) }),
  route('/v3/users/delete/', { POST: endpoint('delete', deleteUsers) }),
  route('/v3/users/{vendor_data}/', { GET: endpoint('get', getUser), PATCH: endpoint('patch', updateUser) }),
  route('/v3/users/{vendor_data}/update-status/', { PATCH: endpoint('status', updateStatus) }),
  route(PROFILE_FACES, { GET: endpoint('face-list', listFaces) }),
  route(`${PROFILE_FACES}upload/`, { POST: endpoint('face-upload', uploadFace) }),
  route(`${PROFILE_FACES}{uuid}/`, { DELETE: endpoint('face-delete', deleteFace) }),
];

/**
 * The route of a path as it stands in the request line. It is decoded as a whole before it is split, so that an encoded slash is
 * a slash; undefined when it fits no route or cannot be decoded.
 */
export function findRoute(rawPath: string): Match | undefined {
  const path = decoded(rawPath);
  if (path === undefined) return undefined;
  for (const { pattern, path: shape, endpoints } of ROUTES) {
    const found = shape.exec(path);
    if (found) return { pattern, endpoints, params: { ...found.groups } };
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
