/** Paths in the braces of Rust's imports, whole and unfinished ones. */
import { describe, expect, it } from 'vitest';
import { pathInOpenUse, pathsInUses } from '../../../../src/context/retrieve/useTrees';

describe('paths in braces', () => {
  it('are told in full, the nested ones with what is around them', () => {
    const text = 'use crate::{\n    a::{B, c::D},\n    e::F,\n};\nuse super::g::H;\nuse std::{fmt';
    expect(pathsInUses(text)).toEqual(['crate::a', 'crate::a::c', 'crate::e']);
  });

  it.each([
    ['use crate::{a::B, c::', 'crate::c'],
    ['use crate::{a::{B, C}, d::e::na', 'crate::d::e'],
    ['use crate::{', 'crate'],
    ['use crate::{a::B};\nlet x = c::', undefined],
    ['use crate::a::', undefined],
  ])('%s ends in %s', (text, expected) => {
    expect(pathInOpenUse(text)).toBe(expected);
  });
});
