import { InvalidArgumentError, nameList } from '@fraudx/core';
import type { AlgorithmName, ParamValues } from '@fraudx/models';
import { parseParams } from '@fraudx/models';
import type { ExperimentSettings } from '../settings.ts';

/**
 * The hyperparameters of these settings with their defaults; an error says which of the wrong ones the config file sets.
 *
 * @throws {InvalidArgumentError} `INVALID_PARAMS`.
 */
export function checkedParams(settings: ExperimentSettings, algorithm: AlgorithmName): ParamValues {
  const given = settings.config.params ?? {};
  try {
    return parseParams(algorithm, given);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError) || error.code !== 'INVALID_PARAMS') throw error;
    const ofFile = (settings.paramsOfFile ?? []).filter((name) => !isValid(algorithm, name, given[name]));
    if (ofFile.length === 0) throw error;
    const where = `${nameList(ofFile.map((name) => `"${name}"`))} from "params:" of ${settings.configPath ?? 'the config'}, which is for ${algorithm}; put parameters of one algorithm under its name: params: { ${algorithm}: { … } }.`;
    throw new InvalidArgumentError(error.statement, {
      subject: error.subject,
      code: 'INVALID_PARAMS',
      details: { ...error.details, config: settings.configPath ?? null },
      hint: `${where} ${error.hint ?? ''}`.trim(),
    });
  }
}

function isValid(algorithm: AlgorithmName, name: string, value: unknown): boolean {
  try {
    parseParams(algorithm, { [name]: value });
    return true;
  } catch {
    return false;
  }
}
