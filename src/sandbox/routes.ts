import type { Handler } from './call.js';
import { deleteFace, listFaces, uploadFace } from './face-endpoints.js';
import type { RouteClass } from './route-class.js';
import { createUser, deleteUsers, getUser, listUsers, updateStatus, updateUser } from './user-endpoints.js';

/** A part of a path: the word that has to stand there, or the name of what is taken from there. */
type Part = { readonly word: string } | { readonly name: string };

interface Endpoint {
  readonly routeClass: RouteClass;
  readonly handle: Handler;
}

interface Route {
  readonly pattern: string;
  /** What stands between its slashes. */
  readonly parts: readonly Part[];
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
  const parts = pattern.split('/').map((part) => (part.startsWith('{') ? { name: part.slice(1, -1) } : { word: part }));
  return { pattern, parts, endpoints: new Map(Object.entries(endpoints)) };
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
  const parts = path.split('/');
  for (const route of ROUTES) {
    const params = paramsOf(route, parts);
    if (params) return { pattern: route.pattern, endpoints: route.endpoints, params };
  }
  return undefined;
}

/** What stands where the route has names; undefined when it does not fit. */
function paramsOf(route: Route, parts: readonly string[]): Match['params'] | undefined {
  if (route.parts.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of route.parts.entries()) {
    const given = parts[index];
    if ('word' in part) {
      if (part.word !== given) return undefined;
    } else if (given) params[part.name] = given;
    else return undefined;
  }
  return params;
}

function decoded(rawPath: string): string | undefined {
  if (!rawPath.includes('%')) return rawPath;
  try {
    return decodeURIComponent(rawPath);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
