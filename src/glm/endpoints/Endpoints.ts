/**
 * All endpoints of a person and who does which work: a connection for each name, and for each role the first of its endpoints that works.
 */
import type { AssistantError } from '../../base/AssistantError';
import { type Disposable, Emitter } from '../../base/events';
import type { Clock } from '../../platform/Clock';
import type { EndpointSettings } from '../../platform/settings';
import type { Connection } from '../ModelConnection';
import { RoleConnection } from './RoleConnection';
import { type EndpointsSettings, type Role, roles } from './readEndpoints';

/** A connection that this room makes and ends. */
export interface OwnedConnection extends Connection, Disposable {
  settingsChanged(): void;
}

export interface EndpointsHost {
  readonly settings: () => EndpointsSettings;
  /** A connection whose settings are asked for anew each time. */
  readonly createConnection: (settings: () => EndpointSettings) => OwnedConnection;
  readonly clock: Clock;
}

/** In the moment in which an endpoint goes. */
const noEndpoint: EndpointSettings = {
  url: '',
  model: '',
  fillInTheMiddle: 'auto',
  engineModel: '',
  engineContextSize: 0,
};

export class Endpoints implements Disposable {
  readonly #host: EndpointsHost;
  readonly #connections = new Map<string, OwnedConnection>();
  /** To models that the person chose beside those that are set. */
  readonly #others = new Map<string, OwnedConnection>();
  readonly #roles: ReadonlyMap<Role, RoleConnection>;
  readonly #didChangeProblems = new Emitter<readonly AssistantError[]>();
  readonly onDidChangeProblems = this.#didChangeProblems.event;
  #settings: EndpointsSettings;

  constructor(host: EndpointsHost) {
    this.#host = host;
    this.#settings = host.settings();
    this.#update();
    this.#roles = new Map(roles.map((role) => [role, new RoleConnection(host.clock, this.#candidates(role))]));
  }

  /** Entries of the settings that cannot be used. */
  get problems(): readonly AssistantError[] {
    return this.#settings.problems;
  }

  /** Names of all endpoints, `default` first. */
  get names(): readonly string[] {
    return [...this.#settings.endpoints.keys()];
  }

  /** How an endpoint is set; undefined = there is none of that name. */
  settingsOf(name: string): EndpointSettings | undefined {
    return this.#settings.endpoints.get(name);
  }

  /** The connection to one endpoint; undefined = there is none of that name. */
  connection(name: string): Connection | undefined {
    return this.#connections.get(name);
  }

  /** The connection to another model of an endpoint than the one that is set; undefined = there is no endpoint of that name. */
  connectionTo(name: string, model: string): Connection | undefined {
    const key = `${name}\n${model}`;
    const known = this.#others.get(key);
    if (known !== undefined || !this.#settings.endpoints.has(name)) {
      return known;
    }
    const initial = this.#settings.endpoints.get(name);
    const current = (): EndpointSettings => ({
      ...(this.#settings.endpoints.get(name) ?? initial ?? noEndpoint),
      model,
    });
    const made = this.#host.createConnection(current);
    this.#others.set(key, made);
    return made;
  }

  /** The names that do a role's work, in the order in which they are tried. */
  namesOf(role: Role): readonly string[] {
    return this.#settings.roles[role];
  }

  /** The connection for a role; it stays the same when the settings change. */
  role(role: Role): RoleConnection {
    const connection = this.#roles.get(role);
    if (connection === undefined) {
      throw new Error(`There is no role ${role}`);
    }
    return connection;
  }

  /** To be called when settings may have changed: keeps every connection whose endpoint is still the same. */
  settingsChanged(): void {
    this.#settings = this.#host.settings();
    const gone = this.#update();
    for (const [role, connection] of this.#roles) {
      connection.setCandidates(this.#candidates(role));
    }
    for (const connection of gone) {
      connection.dispose();
    }
    this.#didChangeProblems.fire(this.problems);
  }

  /** Forgets everything known about all endpoints: the network or a key is another one now. */
  reset(): void {
    for (const connection of [...this.#connections.values(), ...this.#others.values()]) {
      connection.reset();
    }
  }

  dispose(): void {
    for (const connection of [...this.#roles.values(), ...this.#connections.values(), ...this.#others.values()]) {
      connection.dispose();
    }
    this.#didChangeProblems.dispose();
  }

  #candidates(role: Role): readonly OwnedConnection[] {
    return this.#settings.roles[role].flatMap((name) => this.#connections.get(name) ?? []);
  }

  /** Makes missing connections and tells the others to look; gives those whose endpoint is no more. */
  #update(): readonly OwnedConnection[] {
    const { endpoints } = this.#settings;
    const gone: OwnedConnection[] = [];
    for (const [key, connection] of this.#others) {
      if (endpoints.has(key.slice(0, key.indexOf('\n')))) {
        connection.settingsChanged();
      } else {
        this.#others.delete(key);
        gone.push(connection);
      }
    }
    for (const [name, connection] of this.#connections) {
      if (endpoints.has(name)) {
        connection.settingsChanged();
      } else {
        this.#connections.delete(name);
        gone.push(connection);
      }
    }
    for (const [name, initial] of endpoints) {
      if (!this.#connections.has(name)) {
        const current = (): EndpointSettings => this.#settings.endpoints.get(name) ?? initial;
        this.#connections.set(name, this.#host.createConnection(current));
      }
    }
    return gone;
  }
}
