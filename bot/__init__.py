"""The core of Voorloper: it decides. No SQL, no HTTP and no platform SDK lives here."""
