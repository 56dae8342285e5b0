/** Part of root 1, loaded when the first endpoint is spoken to: the stack that every model call goes through. */
import { GlmClient } from '../glm/GlmClient';
import type { Model } from '../glm/Model';
import type { ModelEndpoint } from '../glm/ModelConnection';
import { QueuedModel } from '../glm/QueuedModel';
import type { RequestQueue } from '../glm/RequestQueue';
import { RetryingModel, type RetryingModelOptions } from '../glm/RetryingModel';

export function openModel(server: ModelEndpoint, queue: RequestQueue, retry: RetryingModelOptions): Model {
  return new RetryingModel(new QueuedModel(new GlmClient(server), { queue }), retry);
}
