package org.javatuples;

import java.util.Arrays;

/** A small substitute for the javatuples library, for machines that lack it: as much of it as the tests of MultiPL-E use. */
abstract class Tuples {
  final Object[] values;

  Tuples(Object... values) {
    this.values = values;
  }

  public Object getValue(int position) {
    return values[position];
  }

  public int getSize() {
    return values.length;
  }

  public Object[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other != null && other.getClass() == getClass() && Arrays.equals(values, ((Tuples) other).values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
