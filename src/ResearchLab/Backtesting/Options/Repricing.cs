using System.Runtime.InteropServices;

namespace ResearchLab.Backtesting;

/// <summary>Another price level, or other volatilities and spreads, at which modelled chains are priced anew.</summary>
/// <param name="Scale">Factor on the price of the underlying, its dividends and so its ladder of strikes; positive.</param>
/// <param name="Level">Factor on all volatilities; positive.</param>
/// <param name="Spread">Factor on all spreads; positive.</param>
/// <param name="LevelFrom">First session at which <paramref name="Level"/> acts.</param>
/// <param name="MostDays">Most days to expiry of the chains that rules look at; quotes are given for any.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Repricing(double Scale, double Level = 1, double Spread = 1, DateOnly LevelFrom = default, int MostDays = int.MaxValue);
