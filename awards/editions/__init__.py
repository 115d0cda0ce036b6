"""The rules of an edition: presets, opening (freezing), amendments and its states."""
