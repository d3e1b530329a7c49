using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

public sealed class UniquenessWeightsTests
{
    [Fact]
    public void Compute_TextbookOverlap_IsTheMeanOfInverseConcurrency()
    {
        // Alive in sessions 1–3, 3–4 and 5–6: only session 3 is shared (López de Prado 2018, section 4.4's construction).
        LabelSpan[] spans = [Span(0, 3), Span(2, 4), Span(4, 6)];
        Assert.Equal([(1 + 1 + 0.5) / 3, (0.5 + 1) / 2, 1.0], UniquenessWeights.Compute(spans));
        Assert.Equal((2.5 / 3) + 0.75 + 1, UniquenessWeights.EffectiveSamples(spans), 1e-12);
    }

    [Fact]
    public void EffectiveSamples_DailyRowsOfTwentySessions_IsATwentieth()
    {
        LabelSpan[] spans = [.. Enumerable.Range(0, 2000).Select(i => Span(i, i + 20))];
        // The first and the last labels have fewer neighbours.
        Assert.InRange(UniquenessWeights.EffectiveSamples(spans), 2000 / 20.0, (2000 / 20.0) + 2);
    }

    [Fact]
    public void Compute_AnyOrderAndZeroLength_IsWithinBounds()
    {
        LabelSpan[] spans = [Span(9, 9), Span(3, 8), Span(3, 3), Span(0, 9)];
        double[] weights = UniquenessWeights.Compute(spans);
        double[] reversed = UniquenessWeights.Compute([.. spans.Reverse()]);
        Assert.All(weights, w => Assert.InRange(w, 0.01, 1));
        Assert.Equal(weights.Reverse(), reversed);
        Assert.Empty(UniquenessWeights.Compute([]));
    }

    private static LabelSpan Span(int position, int end) =>
        new(new DateOnly(2020, 1, 1).AddDays(position), new DateOnly(2020, 1, 1).AddDays(end), position, end);
}
