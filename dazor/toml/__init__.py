"""TOML files that people tune, table by table: what is good goes on, what is not is shown with its place."""
