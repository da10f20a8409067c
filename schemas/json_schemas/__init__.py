"""JSON Schemas of the Open Badges 3.0 data model, written from its tables (Draft 2019-09).

`data_model.json` says what we issue: strict, arrays everywhere (DM-02). `reading.json` says the few
definitions that differ when somebody else's badge is read. `badges.json_schema` puts them together.
"""
