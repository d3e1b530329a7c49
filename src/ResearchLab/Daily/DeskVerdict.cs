using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>What the desk rule decided of one session.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Structure">The structure proposed; no trade when none was.</param>
/// <param name="Forecast">What is expected of it.</param>
/// <param name="Risk">Limits and size; null when nothing was proposed.</param>
/// <param name="PassedOver">The structure the picker puts first, when one unit of it is too large for the account and another was proposed instead; else
/// null.</param>
internal readonly record struct DeskVerdict(Decision Decision, Structure Structure, TradeForecast Forecast, RiskDecision? Risk, Structure? PassedOver);
