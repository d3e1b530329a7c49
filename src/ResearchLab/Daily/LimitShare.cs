namespace ResearchLab.Daily;

/// <summary>How often a structure's limits pass, for an account without positions.</summary>
/// <param name="AccountValue">Dollars.</param>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Limit">Name of the limit; <c>all</c> for all together, <c>eligible</c> for the sessions it was eligible.</param>
/// <param name="Share">Share of all sessions for <c>eligible</c> and <c>all</c>; of the eligible ones for a single limit.</param>
public sealed record LimitShare(double AccountValue, string Structure, string Limit, double Share);
