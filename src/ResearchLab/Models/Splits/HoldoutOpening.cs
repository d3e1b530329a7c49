namespace ResearchLab.Models;

/// <summary>The rows of a holdout, and the record of their being looked at.</summary>
/// <param name="HoldoutId">Id of the holdout: the split id of whatever is measured on it.</param>
/// <param name="Rows">Its rows, indexing those that were sealed.</param>
/// <param name="OpenedAt">When it was opened, UTC.</param>
/// <param name="Times">How often its sessions have been opened by now: anything but 1 means that it is no holdout any more.</param>
/// <param name="Purpose">What for.</param>
public sealed record HoldoutOpening(string HoldoutId, int[] Rows, DateTimeOffset OpenedAt, int Times, string Purpose);
