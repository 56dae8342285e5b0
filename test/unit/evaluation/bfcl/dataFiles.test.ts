/** Which files of the leaderboard's folders are read: those of one turn, with their answers. */
import { describe, expect, it } from 'vitest';
import { bfcl } from '../../../../src/evaluation/datasets/bfcl';

describe('a file of the leaderboard', () => {
  it.each([
    'BFCL_v4_simple_python.json',
    'data/BFCL_v4_live_parallel_multiple.json',
    'possible_answer/BFCL_v4_live_simple.json',
    'BFCL_v4_simple_java.answer.json',
    'BFCL_v3_irrelevance.jsonl',
    'BFCL_v4_live_relevance.json',
  ])('%s is read', (path) => expect(bfcl.isData(path)).toBe(true));

  it.each([
    'BFCL_v4_multi_turn_base.json',
    'possible_answer/BFCL_v4_web_search.json',
    'BFCL_v4_memory.json',
    'BFCL_v4_format_sensitivity.json',
    'unused_datasets/question/BFCL_v4_exec_simple.json',
    'unused_datasets/possible_answer/BFCL_v4_rest.json',
    'unused_datasets/question/BFCL_v4_sql.json',
    'unused_datasets/question/BFCL_v4_chatable.json',
    'multi_turn_func_doc/math_api.json',
    'result/BFCL_v4_simple_python_result.json',
  ])('%s is not', (path) => expect(bfcl.isData(path)).toBe(false));
});
