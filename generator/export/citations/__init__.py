"""Citations of a paper in the formats of reference managers, and as one reads them: functions of a `Work`."""
