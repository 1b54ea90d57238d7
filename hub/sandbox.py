"""Killable children: a pure function run where it can hurt nobody."""
