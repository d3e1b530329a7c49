namespace ResearchLab.Options;

/// <summary>Size of the finite-difference grid.</summary>
/// <param name="PriceSteps">Steps of the log price, even, 50 to 20,000.</param>
/// <param name="TimeSteps">Steps of the whole life, 20 to 20,000; each stretch between dividends gets its share and at least 8.</param>
public sealed record PriceGrid(int PriceSteps = 800, int TimeSteps = 400);
