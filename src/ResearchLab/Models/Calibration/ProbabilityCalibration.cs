using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>
/// Calibration learned on rows later than the fit and earlier than the test. The rule of <see cref="CalibrationMethod.Auto"/> is fixed before
/// any test row is seen: both methods are fitted on the calibration rows before their last third, rows whose labels reach into that third
/// left out, and isotonic is taken only when its weighted log loss on that third is lower; with too few rows for the comparison it is
/// temperature. What was chosen is fitted again on all calibration rows.
/// </summary>
/// <param name="Method">Temperature or isotonic.</param>
/// <param name="Temperature">Temperature, in [<see cref="TemperatureScaling.Lowest"/>, <see cref="TemperatureScaling.Highest"/>].</param>
/// <param name="LogWeights">
/// Logarithm of each class's weight in the fit, taken off its raw score again: probabilities are those of the classes as they occur. Empty
/// when the classes were not weighted.
/// </param>
/// <param name="Curves">One curve a class when isotonic; else empty.</param>
/// <remarks>
/// One against the rest and renormalised: Zadrozny and Elkan (2002), KDD. The correction for weights: Saerens, Latinne and Decaestecker
/// (2002), Neural Computation 14, 21–41.
/// </remarks>
public sealed record ProbabilityCalibration(CalibrationMethod Method, double Temperature, double[] LogWeights, IReadOnlyList<IsotonicCurve> Curves)
{
    /// <summary>Fewest rows that both methods are fitted on for the comparison.</summary>
    public const int MinimumFitRows = 100;

    /// <summary>Fewest rows that the methods are compared on.</summary>
    public const int MinimumCompareRows = 50;

    private const int Classes = Structures.ClassCount;

    /// <summary>
    /// Turns raw scores into calibrated probabilities in place. One row of unknown class is added to the training rows, so that
    /// no class is impossible: absence from the training rows proves nothing.
    /// </summary>
    /// <param name="raw">Twelve raw scores.</param>
    /// <param name="trainingRows">Rows the model was fitted on.</param>
    internal void Apply(Span<double> raw, int trainingRows)
    {
        Correct(raw, LogWeights, trainingRows);
        Scale(raw, trainingRows);
    }

    /// <summary>Learns the calibration.</summary>
    /// <param name="raw">Raw scores of the calibration rows, row-major; overwritten.</param>
    /// <param name="labels">True class of each row.</param>
    /// <param name="spans">Sessions of each row's label, ascending.</param>
    /// <param name="logWeights">Logarithm of each class's weight in the fit; empty for none.</param>
    /// <param name="wanted">Which method.</param>
    /// <param name="trainingRows">Rows the model was fitted on.</param>
    internal static ProbabilityCalibration Fit(
        double[] raw, int[] labels, LabelSpan[] spans, double[] logWeights, CalibrationMethod wanted, int trainingRows)
    {
        for (int row = 0; row < labels.Length; row++)
            Correct(raw.AsSpan(row * Classes, Classes), logWeights, trainingRows);
        double[] weights = UniquenessWeights.Compute(spans);
        CalibrationMethod method = wanted == CalibrationMethod.Auto ? Choose(raw, labels, spans, weights, trainingRows) : wanted;
        if (labels.Length == 0)
            method = CalibrationMethod.Temperature;
        return Fit(raw, labels, weights, method) with { LogWeights = logWeights };
    }

    private static CalibrationMethod Choose(double[] raw, int[] labels, LabelSpan[] spans, double[] weights, int trainingRows)
    {
        int cut = labels.Length - (labels.Length / 3);
        int compared = labels.Length - cut;
        if (compared < MinimumCompareRows)
            return CalibrationMethod.Temperature;
        int[] fit = [.. Enumerable.Range(0, cut).Where(row => spans[row].EndPosition < spans[cut].Position)];
        if (fit.Length < MinimumFitRows)
            return CalibrationMethod.Temperature;
        double[] scores = [.. fit.SelectMany(row => raw[(row * Classes)..((row + 1) * Classes)])];
        int[] classes = [.. fit.Select(row => labels[row])];
        double[] unique = [.. fit.Select(row => weights[row])];
        double Loss(CalibrationMethod method)
        {
            ProbabilityCalibration calibration = Fit(scores, classes, unique, method);
            double loss = 0;
            var row = new double[Classes];
            for (int i = cut; i < labels.Length; i++)
            {
                raw.AsSpan(i * Classes, Classes).CopyTo(row);
                calibration.Scale(row, trainingRows);
                loss -= weights[i] * Math.Log(row[labels[i]]);
            }

            return loss;
        }

        return Loss(CalibrationMethod.Isotonic) < Loss(CalibrationMethod.Temperature) ? CalibrationMethod.Isotonic : CalibrationMethod.Temperature;
    }

    private static ProbabilityCalibration Fit(double[] corrected, int[] labels, double[] weights, CalibrationMethod method)
    {
        double temperature = TemperatureScaling.Fit(corrected, Classes, labels, weights);
        if (method == CalibrationMethod.Temperature)
            return new ProbabilityCalibration(method, temperature, [], []);
        var scaled = new double[corrected.Length];
        for (int row = 0; row < labels.Length; row++)
            TemperatureScaling.Apply(corrected.AsSpan(row * Classes, Classes), temperature, scaled.AsSpan(row * Classes, Classes));
        var curves = new IsotonicCurve[Classes];
        var x = new double[labels.Length];
        var y = new double[labels.Length];
        for (int c = 0; c < Classes; c++)
        {
            for (int row = 0; row < labels.Length; row++)
                (x[row], y[row]) = (scaled[(row * Classes) + c], labels[row] == c ? 1 : 0);
            curves[c] = IsotonicRegression.Fit(x, y, weights);
        }

        return new ProbabilityCalibration(method, temperature, [], curves);
    }

    /// <summary>
    /// Takes the class weights off and raises scores of classes that hardly or never occurred to the logarithm of half a training row's
    /// share, so that one row of such a class cannot decide the temperature.
    /// </summary>
    private static void Correct(Span<double> raw, double[] logWeights, int trainingRows)
    {
        double floor = Math.Log(0.5 / trainingRows);
        for (int i = 0; i < raw.Length; i++)
            raw[i] = Math.Max(raw[i] - (logWeights.Length > 0 ? logWeights[i] : 0), floor);
    }

    private void Scale(Span<double> corrected, int trainingRows)
    {
        TemperatureScaling.Apply(corrected, Temperature, corrected);
        if (Method == CalibrationMethod.Isotonic)
        {
            Span<double> curved = stackalloc double[Classes];
            double sum = 0;
            for (int i = 0; i < Classes; i++)
                sum += curved[i] = Math.Clamp(Curves[i].At(corrected[i]), 0, 1);
            // Where every curve says 0 the temperature's word stands.
            for (int i = 0; i < Classes && sum > 0; i++)
                corrected[i] = curved[i] / sum;
        }

        for (int i = 0; i < corrected.Length; i++)
            corrected[i] = ((corrected[i] * trainingRows) + (1.0 / corrected.Length)) / (trainingRows + 1);
    }
}
