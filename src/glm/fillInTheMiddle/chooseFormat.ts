/** Which fill-in-the-middle format fits a model: what the person set, else what the server's tokenizer shows, else the model's name. */
import type { FillInTheMiddleChoice } from '../../platform/settings';
import type { Model } from '../Model';
import { modelTraits } from '../models';
import { openAiCompatible } from '../profiles/openAiCompatible';
import type { ServerProfile } from '../profiles/ServerProfile';
import { bigmodelTarget, chatHole } from './chatHole';
import { codegeex4 } from './codegeex4';
import type { FillInTheMiddleFormat } from './FillInTheMiddleFormat';
import { glm45 } from './glm45';
import { infillOr } from './infill';
import { prefixOnly } from './prefixOnly';

/**
 * The format for a model at a server. With `auto` the format's markers are counted by the server: a marker that is several tokens was
 * never learnt as one. Where only a chat is offered, the hole is described in it. Faults of the server are passed on.
 */
export async function chooseFormat(
  choice: FillInTheMiddleChoice,
  model: Model,
  modelId: string,
  signal: AbortSignal,
  profile: ServerProfile = openAiCompatible,
): Promise<FillInTheMiddleFormat> {
  if (profile.completion === 'chat') {
    return /^codegeex-?4/i.test(modelId) ? bigmodelTarget : chatHole;
  }
  switch (choice) {
    case 'none':
      return prefixOnly;
    case 'codegeex4':
      return codegeex4;
    case 'glm45':
      return glm45;
    case 'chat':
      return chatHole;
    case 'auto': {
      const own = await formatOf(model, modelId, signal);
      // CodeGeeX4 was trained on a chat turn around the markers, which the server's own prompt has not.
      return profile.completion === 'llama.cpp' && own !== codegeex4 ? infillOr(own) : own;
    }
  }
}

async function formatOf(model: Model, modelId: string, signal: AbortSignal): Promise<FillInTheMiddleFormat> {
  const named = modelTraits(modelId).fillInTheMiddle;
  if (named === 'glm45') {
    return ((await hasMarkers(glm45, model, signal)) ?? true) ? glm45 : prefixOnly;
  }
  const known = await hasMarkers(codegeex4, model, signal);
  return (known ?? named === 'codegeex4') ? codegeex4 : prefixOnly;
}

/** Whether each marker of a format is one token of the model; undefined = the server cannot count tokens. */
export async function hasMarkers(
  format: FillInTheMiddleFormat,
  model: Model,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  for (const marker of format.markers) {
    const tokens = await model.countTokens(marker, signal);
    if (tokens !== 1) {
      return tokens === undefined ? undefined : false;
    }
  }
  return true;
}
